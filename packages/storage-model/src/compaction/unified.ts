import { type Bucket, bucketsOf, oldestWithin, overlapSets } from './overlap-sets.ts';
import { type ModelTable, type SSTable, type StoredRow, totalBytes } from './sstable.ts';
import type { CompactionStrategy, CompactionTask, CompactionView, SSTableGroup } from './strategy.ts';
import { cutIntoShards, density, type Scaling, scalingOf, shardCount, type UnifiedOptions } from './unified-sharding.ts';

/** SSTables of like density. */
export interface UnifiedLevel extends Scaling {
  /** 0 for the least dense. */
  readonly index: number;
  /** By density, the least dense first; empty where no SSTable has the level's density. */
  readonly sstables: readonly SSTable[];
  /** The density from which the next level begins. */
  readonly maxDensity: number;
}

const MIB = 2 ** 20;
const LEEWAY = 0.9;
const REFRESH_SHARE = 0.5;

/**
 * Sorts SSTables into levels by their density: the lowest ends a little below flush size times fan-out, and each further one a fan-out
 * higher (`UnifiedCompactionStrategy.formLevels`, `Controller.getBaseSstableSize`, `getMaxLevelDensity`).
 *
 * @param sstables in any order
 * @param flushSizeBytes how large a flushed SSTable is, in bytes
 */
export function unifiedLevels(
  sstables: readonly SSTable[],
  table: ModelTable,
  flushSizeBytes: number,
  options: UnifiedOptions = {},
): readonly UnifiedLevel[] {
  const left = sstables.toSorted((a, b) => density(a, table) - density(b, table) || a.id - b.id);
  const levels: UnifiedLevel[] = [];
  const { fanout } = scalingOf(options, 0);
  let minDensity = Math.max(MIB, flushSizeBytes) * (1 - LEEWAY / fanout);
  for (let index = 0; left.length > 0; index++) {
    const scaling = scalingOf(options, index);
    const maxDensity = Math.floor(minDensity * scaling.fanout);
    const end = left.findIndex((sstable) => density(sstable, table) >= maxDensity);
    levels.push({ ...scaling, index, maxDensity, sstables: left.splice(0, end === -1 ? left.length : end) });
    minDensity = maxDensity;
  }
  return levels;
}

/**
 * Unified compaction (`UnifiedCompactionStrategy` of 5.0, CEP-26): levels by density, a compaction where as many SSTables overlap as the
 * level's threshold says, the result cut into shards. Left out: expired SSTables, several compactions at a time, and a node's ranges
 * (the model owns the whole token range).
 */
export function unified(options: UnifiedOptions = {}): CompactionStrategy {
  const flushes = new FlushSize(options.flushSizeBytes);
  return {
    name: 'ucs',
    flush(rows, table) {
      const shards = shardCount(flushes.mean, options);
      flushes.add(rows.length * table.rowBytes);
      return cutIntoShards(rows, shards, table);
    },
    next(view: CompactionView): CompactionTask | undefined {
      const pick = choose(unifiedLevels(view.sstables, view.table, flushes.current(), options), view, options);
      if (pick === undefined) return undefined;
      const cut = (rows: readonly StoredRow[]): ReturnType<CompactionTask['cut']> =>
        cutIntoShards(rows, shardCount(combinedDensity(pick.inputs, view.table), options), view.table);
      return { inputs: pick.inputs, expired: [], level: 0, reason: pick.reason, cut };
    },
    finished: (_task, written) => written,
    groups({ sstables, table }: CompactionView): readonly SSTableGroup[] {
      const levels = unifiedLevels(sstables, table, flushes.current(), options);
      return levels.map(({ index, sstables: inside }) => ({
        name: `level ${index}`,
        sstables: inside.toSorted((a, b) => a.firstKey - b.firstKey || a.id - b.id),
      }));
    },
  };
}

/** The flush size that levels begin at: whole mebibytes, taken anew once the mean is more than half off (`getFlushSizeBytes`). */
class FlushSize {
  readonly #override: number | undefined;
  #sum = 0;
  #count = 0;
  #current = 0;

  constructor(override: number | undefined) {
    this.#override = override;
  }

  get mean(): number {
    return this.#sum / this.#count;
  }

  add(bytes: number): void {
    this.#sum += bytes;
    this.#count += 1;
  }

  current(): number {
    if (this.#override !== undefined) return this.#override;
    if (this.#count > 0 && (this.#current === 0 || Math.abs(1 - this.#current / this.mean) > REFRESH_SHARE)) {
      this.#current = Math.ceil(this.mean / MIB) * MIB;
    }
    return this.#current;
  }
}

interface Pick {
  readonly inputs: readonly SSTable[];
  readonly reason: string;
}

/**
 * The level where most SSTables overlap, the lower one of equals. If that level has not reached its own threshold nothing is compacted,
 * even if another level has; so is it in Cassandra (`chooseCompactionPick`).
 */
function choose(levels: readonly UnifiedLevel[], view: CompactionView, options: UnifiedOptions): Pick | undefined {
  let [most, selected]: [number, Pick | undefined] = [-1, undefined];
  for (const level of levels) {
    const sets = overlapSets(level.sstables);
    const overlap = Math.max(-1, ...sets.map(({ length }) => length));
    if (overlap <= most) continue;
    most = overlap;
    selected = overlap < level.threshold ? undefined : pickFrom(level, sets, overlap, view, options);
  }
  return selected;
}

/** One of the level's buckets with the highest overlap, by lot (`Level.getCompactionPick`). */
function pickFrom(
  level: UnifiedLevel,
  sets: readonly (readonly SSTable[])[],
  overlap: number,
  { random }: CompactionView,
  options: UnifiedOptions,
): Pick {
  const fullest = bucketsOf(sets, level.threshold).filter(({ maxOverlap }) => maxOverlap === overlap);
  const bucket = fullest[Math.floor(random() * fullest.length)] as Bucket;
  const inputs = take(level, bucket, options);
  return { inputs, reason: `${overlap} SSTables overlap on level ${level.index}` };
}

/** All of a bucket; or, where compaction is late, as many of the oldest as keep the levels' shape (`Bucket.constructPick`). */
function take(level: UnifiedLevel, bucket: Bucket, options: UnifiedOptions): readonly SSTable[] {
  const { fanout, index } = level;
  const limit = Math.max(fanout, options.maxSSTablesToCompact ?? Infinity);
  if (bucket.maxOverlap <= fanout) return bucket.sstables;
  if (bucket.maxOverlap <= fanout * scalingOf(options, index + 1).fanout || limit === fanout) return oldestWithin(bucket, limit);
  return oldestWithin(bucket, lateSize(level, Math.min(limit, bucket.maxOverlap), options));
}

/** As many as make a whole SSTable of the highest level that they can reach; under leveled, all that reach it (`selectPickSize`). */
function lateSize({ fanout, index, w }: UnifiedLevel, limit: number, options: UnifiedOptions): number {
  let [size, step, level] = [fanout, fanout, index];
  do {
    size = step;
    level += 1;
    step *= scalingOf(options, level).fanout;
  } while (step <= limit);
  return w < 0 ? size * Math.floor(limit / size) : size;
}

/** The density of what a compaction of these would write, were nothing overwritten (`ShardManager.calculateCombinedDensity`). */
function combinedDensity(sstables: readonly SSTable[], table: ModelTable): number {
  const firstKey = Math.min(...sstables.map((sstable) => sstable.firstKey));
  const lastKey = Math.max(...sstables.map((sstable) => sstable.lastKey));
  return density({ sizeBytes: totalBytes(sstables), firstKey, lastKey }, table);
}
