import type { Bounds } from '@ringside/core';
import type { ConsistencyLevel } from '@ringside/model';
import type { CellBytes } from './wire/connections.ts';
import type { CqlColumn } from './types/cql-type.ts';

/** A role's name and password. */
export interface Credentials {
  /** The role, as `CREATE ROLE` has it. */
  readonly username: string;
  /** Its password; never in a message. */
  readonly password: string;
}

/** How a connection is encrypted, as `tls.connect` takes it. */
export interface TlsOptions {
  /** Certificates of the authorities that may have signed the node's; PEM. */
  readonly ca?: string | Buffer | undefined;
  /** The client's own certificate; PEM. */
  readonly cert?: string | Buffer | undefined;
  /** The key of the client's certificate; PEM. */
  readonly key?: string | Buffer | undefined;
  /** False accepts any certificate of the node. Default: true. */
  readonly rejectUnauthorized?: boolean | undefined;
  /** Checks whether the certificate belongs to this host; without it, `tls.checkServerIdentity` does. */
  readonly checkServerIdentity?: ((host: string) => Error | undefined) | undefined;
}

/** What a session connects with, and how long it waits. Its bounds end connecting, and nothing after that. */
export interface SessionOptions extends Bounds {
  /** Addresses or names to try in turn; the first that lets us in is the session's only coordinator. */
  readonly contactPoints: readonly string[];
  /** The port of all of them. */
  readonly port: number;
  /** The datacenter that the coordinator must be in. Default: any; the session's `datacenter` says which. */
  readonly localDatacenter?: string | undefined;
  /** Absent for a node that lets anybody in. */
  readonly credentials?: Credentials | undefined;
  /** Absent for a connection without encryption. */
  readonly tls?: TlsOptions | undefined;
  /** The keyspace to begin in (its name, case kept). */
  readonly keyspace?: string | undefined;
  /** How long connecting to one contact point may take, from looking up its name to the first keyspace. Default: 5 s. */
  readonly connectTimeoutMs?: number | undefined;
  /** How long one answer may take. Default: 12 s. */
  readonly requestTimeoutMs?: number | undefined;
  /** How long a request after the node was down tries to connect again. Default: 0, a single attempt. */
  readonly reconnectWithinMs?: number | undefined;
  /** How long a change of the schema waits for nodes that are up to agree; a node that is down never does. Default: 10 s. */
  readonly schemaAgreementMs?: number | undefined;
  /** True keeps the bytes of rows; see {@link Page.cells}. Default: false. */
  readonly keepsBytes?: boolean | undefined;
}

/** How a request is sent. Its bounds end the wait for the answer; the node may run the request all the same. */
export interface RequestOptions extends Bounds {
  /** Default: LOCAL_ONE. */
  readonly consistency?: ConsistencyLevel | undefined;
  /** Of the Paxos round of a conditional write. Default: the node's, SERIAL. */
  readonly serialConsistency?: ConsistencyLevel | undefined;
  /** True has the node trace the request; see {@link Page.traceId}. */
  readonly trace?: boolean | undefined;
  /** How many rows a page has; 0 asks for all rows at once. Default: 5000. */
  readonly pageSize?: number | undefined;
  /** Continues behind the page that gave it. */
  readonly pageState?: string | undefined;
  /** The write time stamp of a batch, in microseconds since 1970. Default: this machine's clock. */
  readonly timestampMicros?: number | undefined;
}

/**
 * A row by the names of its columns. Texts are strings; counts up to 32 bits and floats numbers; bigint, counter and varint bigints;
 * blobs Buffers; timestamps Dates; lists arrays, sets Sets, maps Maps; of every other type `String(value)` is what CQL writes.
 */
export type Row = Readonly<Record<string, unknown>>;

/** One page of an answer. */
export interface Page {
  /** The columns, in the order of the answer; none for a statement that returns nothing. */
  readonly columns: readonly CqlColumn[];
  /** The rows, in the order of the answer. */
  readonly rows: readonly Row[];
  /** The bytes of each row's cells, in the order of the columns; empty unless {@link SessionOptions.keepsBytes}. */
  readonly cells: readonly (readonly CellBytes[])[];
  /** Present when there are more rows. */
  readonly pageState: string | undefined;
  /** What the server warns of. */
  readonly warnings: readonly string[];
  /** Present for a request that was traced: the `session_id` in `system_traces`. */
  readonly traceId: string | undefined;
}

/** A statement with the values of its `?`. */
export interface BoundStatement {
  /** The statement, with a `?` for each value. */
  readonly statement: string;
  /** The values, in the order of the `?`. */
  readonly values: readonly unknown[];
}
