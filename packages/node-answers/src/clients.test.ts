import type { ConnectedClient } from '@ringside/node-control';
import { describe, expect, it } from 'vitest';
import { connectedClientsAnswer } from './clients.ts';
import { nodeSettingsAnswer } from './settings.ts';

const CLIENT: ConnectedClient = {
  address: '127.0.0.1',
  port: 40_000,
  username: 'ada',
  protocolVersion: 5,
  requestCount: 3,
  driverName: null,
  driverVersion: null,
  keyspace: null,
  tls: null,
  options: null,
  authenticationMode: null,
  authenticationMetadata: null,
};

describe('connectedClientsAnswer()', () => {
  it('counts connections by role, those that have not logged in only in all', () => {
    const clients = [CLIENT, CLIENT, { ...CLIENT, username: 'bob' }, { ...CLIENT, username: null }];
    expect(connectedClientsAnswer(clients, true)).toEqual({ totalConnectedClients: 4, connectionsByUser: { ada: 2, bob: 1 } });
  });

  it('counts a role that is called like a member of every object', () => {
    expect(connectedClientsAnswer([{ ...CLIENT, username: 'constructor' }], true).connectionsByUser).toEqual({ constructor: 1 });
  });

  it('leaves out what is not known of a connection', () => {
    const tls = { cipherSuite: 'TLS_AES_256_GCM_SHA384', protocol: null };
    const { clientConnections } = connectedClientsAnswer([CLIENT, { ...CLIENT, tls }], false);
    const bare = { address: '127.0.0.1', port: 40_000, sslEnabled: false, protocolVersion: '5', username: 'ada', requestCount: 3 };
    expect(clientConnections).toEqual([bare, { ...bare, sslEnabled: true, sslCipherSuite: 'TLS_AES_256_GCM_SHA384' }]);
  });
});

describe('nodeSettingsAnswer()', () => {
  it('shows no password, and that there is one', () => {
    const settings = {
      'client_encryption_options.keystore_password': 'cassandra',
      'server_encryption_options.truststore_password': '',
      cluster_name: 'c',
    };
    expect(nodeSettingsAnswer(settings).nodeSettings).toEqual({
      'client_encryption_options.keystore_password': '<hidden>',
      'server_encryption_options.truststore_password': '',
      cluster_name: 'c',
    });
  });

  it.each([
    'client_encryption_options.ssl_context_factory.parameters',
    'server_encryption_options.ssl_context_factory.parameters',
    'server_encryption_options.ssl_context_factory',
    'transparent_data_encryption_options.key_provider',
    'authenticator.parameters',
    'client_encryption_options_private_key',
  ])('shows no key that %s may hold', (name) => {
    expect(nodeSettingsAnswer({ [name]: '{private_key=MIIE}' }).nodeSettings).toEqual({ [name]: '<hidden>' });
  });
});
