import type cassandra from 'cassandra-driver';

/** The bytes of a value as the native protocol has them; `null` for a null. */
export type CellBytes = Buffer | null;

/** A column as the driver describes it. */
export interface DriverColumn {
  readonly name: string;
  readonly type: unknown;
}

/** What the driver's parser passes on (cassandra-driver 4.10, lib/streams.js): a row, an error of the server, or something else. */
export interface ParsedItem {
  readonly row?: object;
  /** Of a row: the keyspace, where all columns are of one table. */
  readonly meta?: { readonly keyspace?: string; readonly columns: readonly DriverColumn[] };
  readonly error?: unknown;
}

/** A complete frame as the parser gets it: its body begins at `offset` of `chunk`. */
export interface Frame {
  readonly header: { readonly opcode: number; readonly flags: number };
  chunk: Buffer;
  offset: number;
}

/** What is used of the driver's parser of frames; not in its declarations. */
export interface FrameParser {
  encoder: { decode(bytes: CellBytes, type: unknown): unknown };
  parseBody(state: unknown, frame: Frame): unknown;
  push(item: ParsedItem | null): boolean;
}

interface Internals {
  readonly pool: { readonly connections: readonly { readonly parser: FrameParser }[] };
}

/** The parsers of a client's open connections. Nobody else's: each connection has a parser of its own. */
export function parsersOf(client: cassandra.Client): readonly FrameParser[] {
  return client.hosts.values().flatMap((host) => (host as unknown as Internals).pool.connections.map(({ parser }) => parser));
}
