import { mostInterestingBucket, sizeBuckets, type SizeTieredSettings } from './size-tiered.ts';
import { overlaps, type SSTable, totalBytes } from './sstable.ts';

/** What leveled compaction works with. */
export interface LeveledSettings {
  /** The size that SSTables above level 0 are cut to: `sstable_size_in_mb`, in bytes. */
  readonly sstableBytes: number;
  /** How many times larger each level is than the one below it: `fanout_size`, 10 unless set. */
  readonly fanout: number;
  /** For level 0 when it has fallen behind. */
  readonly sizeTiered: SizeTieredSettings;
}

/** What leveled compaction remembers from one compaction to the next. */
export interface LeveledMemory {
  /** Of each level, the last SSTable that a compaction out of it wrote: the next one goes on after it. */
  readonly lastCompacted: Map<number, SSTable>;
  /** For how many compactions nothing was written to a level. */
  readonly roundsWithout: Map<number, number>;
}

/** What to compact, and to which level. */
export interface LeveledCandidates {
  readonly inputs: readonly SSTable[];
  readonly level: number;
  /** True when the result stays one SSTable however large. */
  readonly whole: boolean;
  readonly reason: string;
}

const TOP_LEVEL = 8;
const MAX_COMPACTING_L0 = 32;
const NO_COMPACTION_LIMIT = 25;
const OVER_FULL = 1.001;
const L0_SSTABLES = 4;

/**
 * How many bytes a level may have before it is compacted into the next (`LeveledManifest.maxBytesForLevel`).
 *
 * @param level from 0
 */
export function maxBytesForLevel(level: number, { sstableBytes, fanout }: Pick<LeveledSettings, 'sstableBytes' | 'fanout'>): number {
  return level === 0 ? L0_SSTABLES * sstableBytes : fanout ** level * sstableBytes;
}

/**
 * What to compact next: the highest level that is over-full; else level 0; and before any level above 0, size-tiered compaction within
 * level 0 when more than 32 SSTables wait there (`LeveledManifest.getCompactionCandidates`).
 */
export function leveledCandidates(
  sstables: readonly SSTable[],
  settings: LeveledSettings,
  memory: LeveledMemory,
): LeveledCandidates | undefined {
  const levels = Array.from({ length: TOP_LEVEL + 1 }, (_, level) => sstables.filter((sstable) => sstable.level === level));
  const behind = tieredInL0(levels[0] ?? [], settings);
  for (let level = TOP_LEVEL - 1; level > 0; level--) {
    const here = levels[level] ?? [];
    if (here.length === 0 || totalBytes(here) / maxBytesForLevel(level, settings) <= OVER_FULL) continue;
    if (behind !== undefined) return behind;
    const chosen = fromLevel(level, levels, memory);
    const target = nextLevel(chosen, settings);
    const inputs = withStarved(target, chosen, levels, memory);
    return { inputs, level: target, whole: false, reason: `L${level} is over its size` };
  }
  return fromL0(levels, settings) ?? behind;
}

/** The level that a compaction writes to (`LeveledManifest.getNextLevel`). */
export function nextLevel(inputs: readonly SSTable[], { sstableBytes }: Pick<LeveledSettings, 'sstableBytes'>): number {
  const levels = inputs.map(({ level }) => level);
  const [lowest, highest] = [Math.min(...levels), Math.max(...levels)];
  if (highest === 0 && totalBytes(inputs) < sstableBytes) return 0;
  return lowest === highest ? highest + 1 : highest;
}

function tieredInL0(l0: readonly SSTable[], { sizeTiered }: LeveledSettings): LeveledCandidates | undefined {
  if (l0.length <= MAX_COMPACTING_L0) return undefined;
  const inputs = mostInterestingBucket(sizeBuckets(l0, sizeTiered), sizeTiered);
  return inputs.length === 0 ? undefined : { inputs, level: 0, whole: true, reason: 'L0 has fallen behind' };
}

/** The SSTable after the one compacted last, round and round the level, and what it overlaps in the next. */
function fromLevel(level: number, levels: readonly (readonly SSTable[])[], { lastCompacted }: LeveledMemory): readonly SSTable[] {
  const here = (levels[level] ?? []).toSorted((a, b) => a.firstKey - b.firstKey || a.id - b.id);
  const last = lastCompacted.get(level);
  const chosen = here.find(({ firstKey }) => last !== undefined && firstKey > last.lastKey) ?? here[0];
  if (chosen === undefined) return [];
  return [chosen, ...(levels[level + 1] ?? []).filter((sstable) => overlaps(sstable, chosen))];
}

/**
 * SSTables of level 0, oldest first, with all that overlap them, up to `max_threshold`; and once they hold more than one SSTable's
 * worth, what they overlap in level 1 (`LeveledManifest.getCandidatesFor`).
 */
function fromL0(levels: readonly (readonly SSTable[])[], settings: LeveledSettings): LeveledCandidates | undefined {
  const chosen = oldestOfL0(levels[0] ?? [], settings.sizeTiered.maxThreshold);
  const full = totalBytes(chosen) > settings.sstableBytes;
  const span = {
    firstKey: Math.min(...chosen.map(({ firstKey }) => firstKey)),
    lastKey: Math.max(...chosen.map(({ lastKey }) => lastKey)),
  };
  const inputs = full ? [...chosen, ...(levels[1] ?? []).filter((sstable) => overlaps(sstable, span))] : chosen;
  if (inputs.length < 2) return undefined;
  const level = nextLevel(inputs, settings);
  return { inputs, level, whole: false, reason: level === 0 ? 'little data in L0' : 'L0 holds more than one SSTable’s worth' };
}

function oldestOfL0(l0: readonly SSTable[], most: number): readonly SSTable[] {
  const chosen = new Set<SSTable>();
  for (const sstable of byAge(l0)) {
    if (chosen.has(sstable)) continue;
    for (const other of l0) if (overlaps(other, sstable)) chosen.add(other);
    if (chosen.size > most) return byAge([...chosen]).slice(0, most);
  }
  return [...chosen];
}

/** After 25 compactions without one into the highest level in use, an SSTable of it that fits in between is taken along. */
function withStarved(
  target: number,
  chosen: readonly SSTable[],
  levels: readonly (readonly SSTable[])[],
  { roundsWithout }: LeveledMemory,
): readonly SSTable[] {
  for (let level = TOP_LEVEL; level > 0; level--) roundsWithout.set(level, (roundsWithout.get(level) ?? 0) + 1);
  roundsWithout.set(target, 0);
  const highest = levels.findLastIndex((sstables, level) => level > 0 && sstables.length > 0);
  if ((roundsWithout.get(highest) ?? 0) <= NO_COMPACTION_LIMIT) return chosen;
  const [first, last] = [Math.min(...chosen.map(({ firstKey }) => firstKey)), Math.max(...chosen.map(({ lastKey }) => lastKey))];
  const fits = (levels[highest] ?? []).toSorted((a, b) => a.firstKey - b.firstKey);
  const starved = first === last ? undefined : fits.find(({ firstKey, lastKey }) => firstKey >= first && lastKey <= last);
  return starved === undefined || chosen.includes(starved) ? chosen : [...chosen, starved];
}

function byAge(sstables: readonly SSTable[]): readonly SSTable[] {
  return sstables.toSorted((a, b) => a.maxTimeMs - b.maxTimeMs || a.id - b.id);
}
