import type { KeyspaceName, TableName } from '@ringside/model';
import type { CallOptions } from './call-options.ts';

/** Options of {@link NodeStorage.flush}. */
export interface FlushOptions extends CallOptions {
  /** The keyspace to flush. Default: every keyspace. */
  readonly keyspace?: KeyspaceName | undefined;
  /** Tables of `keyspace` (which must then be given). Default: all of its tables. */
  readonly tables?: readonly TableName[] | undefined;
}

/** A node’s files: where they are, and when memtables get there. */
export interface NodeStorage {
  /** Writes memtables to disk; resolves when they are there. */
  flush(options?: FlushOptions): Promise<void>;
  /** Absolute paths of the node's data directories, in Cassandra's order. */
  dataDirectories(options?: CallOptions): Promise<readonly string[]>;
}
