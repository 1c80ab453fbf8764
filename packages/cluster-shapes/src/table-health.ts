import { listOf, number, object, orNull, type Schema, text } from '@ringside/route-kit';
import { count } from './count.ts';

/** How a table is on one node. What is null is not known. */
export interface TableHealth {
  /** Without quotes, case kept. */
  readonly keyspace: string;
  /** Without quotes, case kept. */
  readonly table: string;
  /** Class of its compaction strategy, without the package. */
  readonly compaction: string;
  /** How many SSTables it has. */
  readonly sstables: number | null;
  /** Bytes of those. */
  readonly liveBytes: number | null;
  /** The largest partition that was written to disk. */
  readonly largestPartitionBytes: number | null;
  /** The mean of them. */
  readonly meanPartitionBytes: number | null;
  /** Reads of partitions since the node started. */
  readonly reads: number | null;
  /** Writes since the node started. */
  readonly writes: number | null;
  /** 99 of 100 reads since then came across at most so many tombstones. */
  readonly tombstonesPerReadP99: number | null;
  /** 99 of 100 reads since then looked into at most so many SSTables. */
  readonly sstablesPerReadP99: number | null;
  /** Compactions that it needs, as its strategy estimates. */
  readonly pendingCompactions: number | null;
  /** Share of its bytes that are repaired, 0…1. */
  readonly repairedRatio: number | null;
  /** For how long deleted rows are remembered. */
  readonly gcGraceSeconds: number;
  /** When the last repair of all of the node's ranges of it ended, ISO 8601; null where none is known. */
  readonly repairedAt: string | null;
  /** How long ago that was, or how old the table is where there was none; null where neither is known. */
  readonly repairAgeMs: number | null;
  /** Why `repairAgeMs` is null, or what it is the age of; empty after a repair. */
  readonly repairNote: string;
}

/** What is wrong with the tables of a node. */
export interface TableHealthAnswer {
  /** The node, `address:port`; null before it knows it itself. */
  readonly endpoint: string | null;
  /** Compactions that wait or run. */
  readonly compactions: {
    /** How many wait or run. */
    readonly pendingTasks: number;
    /** What is left of those that run. */
    readonly remainingBytes: number;
    /** How long that takes at the limit of throughput; null where there is no limit, or nothing runs. */
    readonly estimateMs: number | null;
  };
  /** The largest on disk first. */
  readonly tables: readonly TableHealth[];
  /** How many smaller tables were not looked at. */
  readonly leftOut: number;
}

const known = orNull(number({ minimum: 0 }));

const tableHealthEntry = object({
  keyspace: text(),
  table: text(),
  compaction: text(),
  sstables: known,
  liveBytes: known,
  largestPartitionBytes: known,
  meanPartitionBytes: known,
  reads: known,
  writes: known,
  tombstonesPerReadP99: known,
  sstablesPerReadP99: known,
  pendingCompactions: known,
  repairedRatio: known,
  gcGraceSeconds: count,
  repairedAt: orNull(text()),
  repairAgeMs: known,
  repairNote: text(),
});

/** Schema of {@link TableHealthAnswer}. */
export const tableHealthAnswer: Schema<TableHealthAnswer> = object({
  endpoint: orNull(text()),
  compactions: object({ pendingTasks: count, remainingBytes: count, estimateMs: known }),
  tables: listOf(tableHealthEntry),
  leftOut: count,
});
