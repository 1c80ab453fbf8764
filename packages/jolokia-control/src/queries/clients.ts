import { type EndpointParts, withoutHostName } from '@ringside/model';
import type { ConnectedClient } from '@ringside/node-control';
import { ShapeError } from '../parse/shape-error.ts';
import { isObject, read } from '../protocol.ts';
import type { Query } from '../query.ts';
import { count, list, member, optionalText, text } from '../values.ts';

/** See `NodeClients.connectedClients`. Source: the metric `Client.Connections`, keys after `ConnectedClient.asMap`. */
export const connectedClientsQuery: Query<readonly ConnectedClient[]> = {
  doing: 'tell its clients',
  requests: [read('clientConnections', 'Value')],
  decode: (answers) => list(answers.attribute(0, 'Value'), 'Connections').map((entry) => client(entry)),
};

function client(entry: unknown): ConnectedClient {
  const { address, port } = socketAddress(text(member(entry, 'address'), 'address'));
  if (port === null) throw new ShapeError('the address of a client has no port');
  const of = (key: string): string | null => known(optionalText(member(entry, key)));
  return {
    address,
    port,
    username: of('user'),
    protocolVersion: count(member(entry, 'version'), 'version'),
    requestCount: count(member(entry, 'requests'), 'requests'),
    driverName: of('driverName'),
    driverVersion: of('driverVersion'),
    keyspace: of('keyspace'),
    tls: member(entry, 'ssl') === 'true' ? { cipherSuite: of('cipher'), protocol: of('protocol') } : null,
    options: pairs(entry, 'clientOptions'),
    authenticationMode: of('authenticationMode'),
    authenticationMetadata: pairs(entry, 'authenticationMetadata'),
  };
}

/** Java before 14 writes IPv6 without brackets, `/0:0:0:0:0:0:0:1:50000`; here the port is always there, so the last colon parts it. */
function socketAddress(printed: string): EndpointParts {
  const [, address = '', port] = /^\[?([^[\]]+)\]?:(\d+)$/.exec(withoutHostName(printed)) ?? [];
  return { address, port: port === undefined ? null : Number(port) };
}

/** What `ConnectedClient` writes for nothing. */
function known(value: string | null): string | null {
  return value === 'undefined' ? null : value;
}

/** A map as Guava joins it: `CQL_VERSION=3.0.0, DRIVER_NAME=…`. Null where the version has none. */
function pairs(entry: unknown, key: string): Readonly<Record<string, string>> | null {
  const joined = isObject(entry) ? entry[key] : undefined;
  if (typeof joined !== 'string') return null;
  const found = joined.split(/, (?=[\w.-]+=)/).filter((pair) => pair.includes('='));
  return Object.fromEntries(found.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}
