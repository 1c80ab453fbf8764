import type { ModelTable, SSTable, StoredRow } from './sstable.ts';

/** What a strategy sees when it is asked what to compact. */
export interface CompactionView {
  /** All that are on disk; the strategy changes none of them. */
  readonly sstables: readonly SSTable[];
  /** The time of the event, on the scale of the rows' times. */
  readonly nowMs: number;
  /** The same at every call of a simulation. */
  readonly table: ModelTable;
  /** Chance as a number in [0, 1), for the strategies that draw lots. */
  readonly random: () => number;
}

/** One compaction that a strategy asks for. */
export interface CompactionTask {
  /** The SSTables to merge, those to drop included. */
  readonly inputs: readonly SSTable[];
  /** Those of them that have expired altogether and are dropped unread. */
  readonly expired: readonly SSTable[];
  /** The level of what is written. */
  readonly level: number;
  /** Why, in a few words for the reader. */
  readonly reason: string;
  /** Cuts the merged rows into the SSTables to write. */
  readonly cut: (rows: readonly StoredRow[]) => readonly (readonly StoredRow[])[];
}

/** Some SSTables under the name that the strategy thinks of them by: a tier, a level, a window. */
export interface SSTableGroup {
  /** For the reader, such as `L1`. */
  readonly name: string;
  /** May be empty, such as a level that has been compacted away. */
  readonly sstables: readonly SSTable[];
}

/** The four strategies, by the short names that people use. */
export type StrategyName = 'lcs' | 'stcs' | 'twcs' | 'ucs';

/** A compaction strategy. It may remember what it did, so each simulation needs its own. */
export interface CompactionStrategy {
  /** Which of Cassandra's strategies it models. */
  readonly name: StrategyName;
  /**
   * Cuts what a memtable holds into the SSTables that a flush writes.
   *
   * @param rows all rows of the memtable, in token order
   */
  flush(rows: readonly StoredRow[], table: ModelTable): readonly (readonly StoredRow[])[];
  /** The next compaction, or none when nothing needs one. */
  next(view: CompactionView): CompactionTask | undefined;
  /**
   * Hears what became of a task; may move an SSTable to another level.
   *
   * @param written the SSTables that it wrote
   * @param left the SSTables that the task did not read
   */
  finished(task: CompactionTask, written: readonly SSTable[], left: readonly SSTable[]): readonly SSTable[];
  /** The SSTables as the strategy groups them, in the order in which to show them; each is in exactly one group. */
  groups(view: CompactionView): readonly SSTableGroup[];
}

/** Writes all rows into one SSTable. */
export function uncut(rows: readonly StoredRow[]): readonly (readonly StoredRow[])[] {
  return rows.length === 0 ? [] : [rows];
}
