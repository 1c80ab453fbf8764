import { API, APACHE_LOOKS, NO_CASSANDRA } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, flag, integer, json, listOf, mapOf, object, optional, text } from '@ringside/route-kit';
import { summaryOnly } from './flags.ts';
import { count } from './values.ts';

/** A connection of a CQL client. What the node does not tell, or does not know, is absent. */
export interface ClientConnection {
  /** IP address, without brackets. */
  readonly address: string;
  /** The client's port. */
  readonly port: number;
  /** Whether it is encrypted. */
  readonly sslEnabled: boolean;
  /** Such as `TLS_AES_256_GCM_SHA384`. */
  readonly sslCipherSuite?: string;
  /** Such as `TLSv1.3`. */
  readonly sslProtocol?: string;
  /** Version of the native protocol, as a text. */
  readonly protocolVersion: string;
  /** The role it logged in with; `anonymous` where nobody logs in. */
  readonly username?: string;
  /** Since the connection was opened. */
  readonly requestCount: number;
  /** As the driver names itself. */
  readonly driverName?: string;
  /** As the driver tells it. */
  readonly driverVersion?: string;
  /** The keyspace of `USE`. */
  readonly keyspaceName?: string;
  /** Options of its `STARTUP` message; since Cassandra 4.1. */
  readonly clientOptions?: Readonly<Record<string, string>>;
  /** Such as `Password`; since Cassandra 6.0. */
  readonly authenticationMode?: string;
  /** What the authenticator noted; since Cassandra 6.0. */
  readonly authenticationMetadata?: Readonly<Record<string, string>>;
}

/** A node’s clients. */
export interface ConnectedClientsAnswer {
  /** Connections, not programs: a driver mostly has several. */
  readonly totalConnectedClients: number;
  /** Role → connections. */
  readonly connectionsByUser: Readonly<Record<string, number>>;
  /** Every connection; absent in a summary. */
  readonly clientConnections?: readonly ClientConnection[];
}

const clientConnection = object(
  { address: text(), port: integer({ minimum: 0, maximum: 65_535 }), sslEnabled: flag(), protocolVersion: text(), requestCount: count },
  {
    sslCipherSuite: text(),
    sslProtocol: text(),
    username: text(),
    driverName: text(),
    driverVersion: text(),
    keyspaceName: text(),
    clientOptions: mapOf(text()),
    authenticationMode: text(),
    authenticationMetadata: mapOf(text()),
  },
);

/** Clients: `GET /api/v1/cassandra/stats/connected-clients`. */
export const connectedClients = defineRoute({
  ...APACHE_LOOKS,
  id: 'connectedClients',
  path: `${API}/cassandra/stats/connected-clients`,
  query: { summary: optional(summaryOnly) },
  answer: json<ConnectedClientsAnswer>(
    object({ totalConnectedClients: count, connectionsByUser: mapOf(count) }, { clientConnections: listOf(clientConnection) }),
  ),
  statuses: NO_CASSANDRA,
  permission: 'SYSTEM_VIEWS:SELECT',
});

export const aboutConnectedClients = describeRoute(connectedClients, {
  summary: 'Clients',
  doc: 'Who is connected over CQL: how many connections each role has and, with `summary=false`, each connection. The sidecar’s own is one of them.',
  example: {
    params: { summary: false },
    answer: {
      totalConnectedClients: 1,
      connectionsByUser: { anonymous: 1 },
      clientConnections: [
        {
          address: '127.0.0.1',
          port: 40_000,
          sslEnabled: false,
          protocolVersion: '5',
          username: 'anonymous',
          requestCount: 3,
          driverName: 'DataStax Node.js Driver',
          driverVersion: '4.8.0',
        },
      ],
    },
  },
});
