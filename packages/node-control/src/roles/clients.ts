import type { CallOptions } from './call-options.ts';

/** A connection of a CQL client. */
export interface ConnectedClient {
  /** IP address of the client, without brackets. */
  readonly address: string;
  /** The client's port. */
  readonly port: number;
  /** The role it logged in with, `anonymous` where nobody logs in; null before it has. */
  readonly username: string | null;
  /** Version of the native protocol, such as 5. */
  readonly protocolVersion: number;
  /** Requests on this connection since it was opened. */
  readonly requestCount: number;
  /** As the driver names itself; null if it does not. */
  readonly driverName: string | null;
  /** As the driver tells it; null if it does not. */
  readonly driverVersion: string | null;
  /** The keyspace of `USE`; null if none, or where the transport does not tell. */
  readonly keyspace: string | null;
  /** How it is encrypted; null for plain text. */
  readonly tls: { readonly cipherSuite: string | null; readonly protocol: string | null } | null;
  /** Options of its `STARTUP` message; null where the version or the transport does not tell. */
  readonly options: Readonly<Record<string, string>> | null;
  /** Such as `Password` or `MutualTls`; null where the version does not tell. */
  readonly authenticationMode: string | null;
  /** What the authenticator noted of the connection; null where the version does not tell. */
  readonly authenticationMetadata: Readonly<Record<string, string>> | null;
}

/** Who is connected to a node over CQL. */
export interface NodeClients {
  /** Every connection, in no given order; a driver mostly has several. */
  connectedClients(options?: CallOptions): Promise<readonly ConnectedClient[]>;
}
