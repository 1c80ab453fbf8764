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
  /** Paths of the data files that are read; absent where the transport does not tell. */
  readonly sstables?: readonly string[];
  /** Where the result is written; absent where the transport or the version does not tell. */
  readonly targetDirectory?: string;
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

/** What a node has compacted since its start, and how fast it may. */
export interface CompactionTotals {
  /** How many compactions may run at a time (`concurrent_compactors`). */
  readonly concurrentCompactors: number;
  /** The limit of all compactions together, in bytes per second; 0 for none. */
  readonly throughputBytesPerSecond: number;
  /** Compactions finished since start. */
  readonly finished: number;
  /** Finished compactions per second: since start, and in the last fifteen minutes. */
  readonly finishedPerSecond: {
    /** Since the node started. */
    readonly mean: number;
    /** An average over the last fifteen minutes, in which the latest ones weigh most. */
    readonly fifteenMinutes: number;
  };
  /** Compactions that ended without a result, because they were stopped or there was no room. */
  readonly aborted: number;
  /** Compactions that read fewer SSTables than planned, because there was too little room. */
  readonly reduced: number;
  /** SSTables left out of those. */
  readonly droppedSstables: number;
}

/** A node’s compactions. */
export interface NodeCompaction {
  /** Compactions: running, pending and done since start. */
  compactionStats(options?: CallOptions): Promise<CompactionStats>;
  /** What compactions came to since start, and their limits. */
  compactionTotals(options?: CallOptions): Promise<CompactionTotals>;
}
