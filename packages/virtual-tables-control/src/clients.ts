import type { CallOptions, ConnectedClient } from '@ringside/node-control';
import { countOf, type CqlReader, type CqlRow, flagOf, readAll } from './cql.ts';

/** See `NodeClients.connectedClients`. Source: `ClientsTable`; the keyspace and the options are among its columns since 5.0 and 4.1, how a client logged in since 6.0. */
export async function connectedClients(reader: CqlReader, bounds?: CallOptions): Promise<readonly ConnectedClient[]> {
  return readAll(reader, 'SELECT * FROM system_views.clients', bounds, clientOf);
}

function clientOf(row: CqlRow): ConnectedClient {
  const of = (column: string): string | null => (typeof row[column] === 'string' && row[column] !== '' ? row[column] : null);
  return {
    address: String(row['address']),
    port: countOf(row, 'port'),
    username: of('username'),
    protocolVersion: countOf(row, 'protocol_version'),
    requestCount: countOf(row, 'request_count'),
    driverName: of('driver_name'),
    driverVersion: of('driver_version'),
    keyspace: of('keyspace_name'),
    tls: flagOf(row, 'ssl_enabled') ? { cipherSuite: of('ssl_cipher_suite'), protocol: of('ssl_protocol') } : null,
    options: pairsOf(row['client_options']),
    authenticationMode: of('authentication_mode'),
    authenticationMetadata: pairsOf(row['authentication_metadata']),
  };
}

function pairsOf(value: unknown): Readonly<Record<string, string>> | null {
  return value instanceof Map ? (Object.fromEntries(value) as Readonly<Record<string, string>>) : null;
}
