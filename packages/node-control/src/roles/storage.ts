import type { KeyspaceName, TableName } from '@ringside/model';
import type { CallOptions } from './call-options.ts';

/** Options of {@link NodeStorage.flush}. */
export interface FlushOptions extends CallOptions {
  /** The keyspace to flush. Default: every keyspace. */
  readonly keyspace?: KeyspaceName | undefined;
  /** Tables of `keyspace` (which must then be given). Default: all of its tables. */
  readonly tables?: readonly TableName[] | undefined;
}

/** A table of a keyspace. */
export interface TableReference {
  /** Its keyspace. */
  readonly keyspace: KeyspaceName;
  /** The table, or a materialized view. */
  readonly table: TableName;
}

/** Options of {@link NodeStorage.tableStats}. */
export interface TableStatsOptions extends CallOptions {
  /** Also measures snapshots, for which the node walks its disk. Default false. */
  readonly snapshots?: boolean | undefined;
}

/** What a table takes on a node's disks. */
export interface TableStats extends TableReference {
  /** How many SSTables it has. */
  readonly sstables: number;
  /** Bytes of them. */
  readonly liveBytes: number;
  /** The same, and the bytes of SSTables that are obsolete and not deleted yet. */
  readonly totalBytes: number;
  /** Bytes that only snapshots keep; absent unless asked for. */
  readonly snapshotBytes?: number;
}

/** A partition, for {@link NodeStorage.sstablesOf}. */
export interface PartitionReference extends TableReference {
  /** Its key as Cassandra serializes it: of several columns, each with its length. */
  readonly key: Uint8Array;
}

/** A node’s files: where they are, and when memtables get there. */
export interface NodeStorage {
  /** Writes memtables to disk; resolves when they are there. */
  flush(options?: FlushOptions): Promise<void>;
  /** Absolute paths of the node's data directories, in Cassandra's order. */
  dataDirectories(options?: CallOptions): Promise<readonly string[]>;
  /**
   * What tables take on disk, in the order in which they are asked for, without those that the node does not have.
   *
   * @param tables the tables, by keyspace and name
   */
  tableStats(tables: readonly TableReference[], options?: TableStatsOptions): Promise<readonly TableStats[]>;
  /**
   * Paths of the data files on this node that hold a partition, or tombstones of it; none if only a memtable does. Fails with `NOT_FOUND` for an unknown
   * table.
   */
  sstablesOf(partition: PartitionReference, options?: CallOptions): Promise<readonly string[]>;
}
