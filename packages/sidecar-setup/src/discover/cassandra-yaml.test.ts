import { describe, expect, it } from 'vitest';
import { parseCassandraYaml } from './cassandra-yaml.ts';

const read = (text: string, properties: Record<string, string> = {}) => parseCassandraYaml(text, '/conf/cassandra.yaml', properties);

describe('parseCassandraYaml()', () => {
  it('takes what is not written as Cassandra does', () => {
    expect(read('num_tokens: 16\n')).toEqual({
      clusterName: 'Test Cluster',
      rpcAddress: undefined,
      rpcInterface: undefined,
      listenAddress: undefined,
      nativePort: 9042,
      clientTls: { mode: 'off', needsCertificate: false },
      authenticator: 'AllowAllAuthenticator',
      authorizer: 'AllowAllAuthorizer',
      dataDirectories: [],
    });
  });

  it.each([
    ['authenticator: PasswordAuthenticator', 'PasswordAuthenticator'],
    ['authenticator: org.apache.cassandra.auth.PasswordAuthenticator', 'PasswordAuthenticator'],
    ['authenticator:\n  class_name: org.apache.cassandra.auth.MutualTlsAuthenticator\n  parameters:\n    a: b', 'MutualTlsAuthenticator'],
  ])('names a class without its package, as 4.0 and as 5.0 write it: %s', (text, name) => {
    expect(read(text).authenticator).toBe(name);
  });

  it.each([
    ['enabled: false', 'off', false],
    ['enabled: true', 'required', false],
    ['enabled: true\n  optional: true', 'optional', false],
    ['enabled: true\n  require_client_auth: true', 'required', true],
    ['enabled: true\n  require_client_auth: required', 'required', true],
    ['enabled: true\n  require_client_auth: optional', 'required', false],
    ['enabled: true\nnative_transport_port_ssl: 9142', 'optional', false],
  ])('reads how clients may encrypt: %s', (options, mode, needsCertificate) => {
    expect(read(`client_encryption_options:\n  ${options}\n`).clientTls).toEqual({ mode, needsCertificate });
  });

  it('lets a property of the JVM win, and keeps the order of data directories', () => {
    const text = 'native_transport_port: 9142\ndata_file_directories:\n  - /b\n  - /a\n';
    expect(read(text, { 'cassandra.native_transport_port': '9999' })).toMatchObject({ nativePort: 9999, dataDirectories: ['/b', '/a'] });
    expect(read(text).nativePort).toBe(9142);
  });

  it.each(['a: [', '- a\n', '', '"x"'])('refuses what is no settings, and names the file: %j', (text) => {
    expect(() => read(text)).toThrowError(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining('/conf/cassandra.yaml') as string }) as Error,
    );
  });
});
