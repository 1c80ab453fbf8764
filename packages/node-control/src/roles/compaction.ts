import type { CallOptions } from './call-options.ts';

/** A running compaction, or another task on SSTables; the saving of caches is none. */
export interface Compaction {
  /** Its id, a UUID. */
  readonly id: string;
  /** Compaction, Validation, Cleanup, …, as Cassandra names the task. */
  readonly taskType: string;
  /** Keyspace; null if the task has none. */
  readonly keyspace: string | null;
  /** Table; null if the task has none. */
  readonly table: string | null;
  /** How much is done, in `unit`. */
  readonly completed: number;
  /** How much there is, in `unit`. */
  readonly total: number;
  /** Mostly `bytes`. */
  readonly unit: string;
}

/** A node's compactions. */
export interface CompactionStats {
  /** Tasks that wait or run, as Cassandra estimates them. */
  readonly pendingTasks: number;
  /** The same, `keyspace` → `table` → tasks, tables with none left out. */
  readonly pendingByTable: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Tasks done since start. */
  readonly completedTasks: number;
  /** Bytes compacted since start. */
  readonly compactedBytes: number;
  /** What runs now. */
  readonly active: readonly Compaction[];
}

/** A node’s compactions. */
export interface NodeCompaction {
  /** Compactions: running, pending and done since start. */
  compactionStats(options?: CallOptions): Promise<CompactionStats>;
}
