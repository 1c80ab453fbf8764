import { type SSTable, totalBytes } from './sstable.ts';
import { type CompactionStrategy, type CompactionTask, type CompactionView, type SSTableGroup, uncut } from './strategy.ts';

/** The options of `SizeTieredCompactionStrategy`, with Cassandra's defaults by default. */
export interface SizeTieredOptions {
  /** `min_threshold`, 4: how many SSTables of like size start a compaction. */
  readonly minThreshold?: number;
  /** `max_threshold`, 32: how many are compacted at once. */
  readonly maxThreshold?: number;
  /** `bucket_low`, 0.5. */
  readonly bucketLow?: number;
  /** `bucket_high`, 1.5: an SSTable this many times the mean of a bucket is no longer like it. */
  readonly bucketHigh?: number;
  /** `min_sstable_size`, 50 MiB: SSTables below it are all alike. */
  readonly minSSTableBytes?: number;
}

/** Options with nothing left open. */
export type SizeTieredSettings = Required<SizeTieredOptions>;

const DEFAULTS: SizeTieredSettings = { minThreshold: 4, maxThreshold: 32, bucketLow: 0.5, bucketHigh: 1.5, minSSTableBytes: 50 * 2 ** 20 };

/** The options with Cassandra's defaults for what is left open (`SizeTieredCompactionStrategyOptions`, `CompactionParams`). */
export function sizeTieredSettings(options: SizeTieredOptions = {}): SizeTieredSettings {
  return { ...DEFAULTS, ...options };
}

/**
 * Groups SSTables of like size, smallest first (`SizeTieredCompactionStrategy.getBuckets`). Because it takes them in the order of their
 * size, `bucketLow` decides nothing as long as it is below 1: no SSTable is ever smaller than the mean of those before it.
 *
 * @param sstables in any order
 */
export function sizeBuckets(sstables: readonly SSTable[], settings: SizeTieredSettings): readonly (readonly SSTable[])[] {
  const { bucketLow, bucketHigh, minSSTableBytes } = settings;
  const buckets: { mean: number; sstables: SSTable[] }[] = [];
  for (const sstable of sstables.toSorted((a, b) => a.sizeBytes - b.sizeBytes || a.id - b.id)) {
    const size = sstable.sizeBytes;
    const like = ({ mean }: { mean: number }): boolean =>
      (size > mean * bucketLow && size < mean * bucketHigh) || (size < minSSTableBytes && mean < minSSTableBytes);
    const bucket = buckets.find(like);
    if (bucket === undefined) buckets.push({ mean: size, sstables: [sstable] });
    else {
      bucket.mean = Math.floor((bucket.mean * bucket.sstables.length + size) / (bucket.sstables.length + 1));
      bucket.sstables.push(sstable);
    }
  }
  return buckets.map((bucket) => bucket.sstables);
}

/**
 * The bucket to compact: of those with at least `minThreshold` SSTables, each cut to `maxThreshold`, the one that is read most. Here all
 * are read alike; then Cassandra takes the bucket with the largest mean size, although the comment in its source says the smallest
 * (`mostInterestingBucket`, `bucketsByHotnessComparator`).
 */
export function mostInterestingBucket(buckets: readonly (readonly SSTable[])[], settings: SizeTieredSettings): readonly SSTable[] {
  const meanOf = (bucket: readonly SSTable[]): number => Math.floor(totalBytes(bucket) / bucket.length);
  const ready = buckets.map((bucket) => bucket.slice(0, settings.maxThreshold)).filter(({ length }) => length >= settings.minThreshold);
  return ready.toSorted((a, b) => meanOf(a) - meanOf(b)).at(-1) ?? [];
}

/**
 * Size-tiered compaction (`SizeTieredCompactionStrategy`). Left out: compactions of a single SSTable for its tombstones, and the rate
 * of reads as what makes a bucket interesting.
 */
export function sizeTiered(options: SizeTieredOptions = {}): CompactionStrategy {
  const settings = sizeTieredSettings(options);
  return {
    name: 'stcs',
    flush: uncut,
    next({ sstables }: CompactionView): CompactionTask | undefined {
      const inputs = mostInterestingBucket(sizeBuckets(sstables, settings), settings);
      if (inputs.length === 0) return undefined;
      return { inputs, expired: [], level: 0, reason: `${inputs.length} SSTables of like size`, cut: uncut };
    },
    finished: (_task, written) => written,
    groups({ sstables }: CompactionView): readonly SSTableGroup[] {
      return sizeBuckets(sstables, settings).map((bucket, index) => ({ name: `tier ${index + 1}`, sstables: bucket }));
    },
  };
}
