import { leveledCandidates, type LeveledMemory } from './leveled-manifest.ts';
import { sizeTieredSettings } from './size-tiered.ts';
import { type ModelTable, overlaps, type SSTable, type StoredRow } from './sstable.ts';
import { type CompactionStrategy, type CompactionTask, type CompactionView, type SSTableGroup, uncut } from './strategy.ts';

/** The options of `LeveledCompactionStrategy`, with Cassandra's defaults by default. */
export interface LeveledOptions {
  /** `sstable_size_in_mb`, 160 MiB: how large SSTables of level 1 and up become. */
  readonly sstableBytes?: number;
  /** `fanout_size`, 10: how much larger each level may be than the one before it. */
  readonly fanout?: number;
  /** `max_threshold`, 32: how many SSTables of level 0 are compacted at once. */
  readonly maxThreshold?: number;
}

const MIB = 2 ** 20;

/**
 * Leveled compaction (`LeveledCompactionStrategy`, `LeveledManifest`, `LeveledGenerations`). Left out: compactions of a single SSTable
 * for its tombstones, `single_sstable_uplevel`, and several compactions at a time.
 */
export function leveled({ sstableBytes = 160 * MIB, fanout = 10, maxThreshold = 32 }: LeveledOptions = {}): CompactionStrategy {
  const settings = { sstableBytes, fanout, sizeTiered: sizeTieredSettings({ maxThreshold }) };
  const memory: LeveledMemory = { lastCompacted: new Map(), roundsWithout: new Map() };
  return {
    name: 'lcs',
    flush: uncut,
    next({ sstables, table }: CompactionView): CompactionTask | undefined {
      const candidates = leveledCandidates(sstables, settings, memory);
      if (candidates === undefined) return undefined;
      const { inputs, level, reason } = candidates;
      const cut = level === 0 && candidates.whole ? uncut : cutAt(sstableBytes, table);
      return { inputs, expired: [], level, reason, cut };
    },
    finished(task, written, left) {
      const from = Math.min(...task.inputs.map(({ level }) => level));
      const last = written.toSorted((a, b) => a.firstKey - b.firstKey).at(-1);
      if (last !== undefined) memory.lastCompacted.set(from, last);
      return demoteOverlapping(written, left);
    },
    groups({ sstables }: CompactionView): readonly SSTableGroup[] {
      const top = Math.max(0, ...sstables.map(({ level }) => level));
      return Array.from({ length: top + 1 }, (_, level) => ({
        name: `L${level}`,
        sstables: sstables.filter((sstable) => sstable.level === level).toSorted((a, b) => a.firstKey - b.firstKey || a.id - b.id),
      }));
    },
  };
}

/** Starts a new SSTable before the row that follows once more than the size has been written (`MaxSSTableSizeWriter`). */
export function cutAt(sstableBytes: number, { rowBytes }: Pick<ModelTable, 'rowBytes'>): CompactionTask['cut'] {
  const rowsEach = Math.floor(sstableBytes / rowBytes) + 1;
  return (rows) => {
    const pieces: (readonly StoredRow[])[] = [];
    for (let from = 0; from < rows.length; from += rowsEach) pieces.push(rows.slice(from, from + rowsEach));
    return pieces;
  };
}

/** What would overlap within its level goes to level 0 instead (`LeveledGenerations.addAll`). */
function demoteOverlapping(written: readonly SSTable[], left: readonly SSTable[]): readonly SSTable[] {
  return written.map((sstable) => {
    const clash = sstable.level > 0 && left.some((other) => other.level === sstable.level && overlaps(other, sstable));
    return clash ? Object.assign({}, sstable, { level: 0 }) : sstable;
  });
}
