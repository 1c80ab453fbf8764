import { errors } from '@ringside/core';
import type { ModelTable, SSTable, StoredRow } from './sstable.ts';

/** The options of `UnifiedCompactionStrategy`, with Cassandra's defaults by default. */
export interface UnifiedOptions {
  /** `scaling_parameters`, one a level and the last for all above it: `T4` by default. `L10` is leveled, `T4` tiered, `N` between. */
  readonly scalingParameters?: readonly string[];
  /** `base_shard_count`, 4. */
  readonly baseShardCount?: number;
  /** `target_sstable_size`, 1 GiB. */
  readonly targetSSTableBytes?: number;
  /** `min_sstable_size`, 100 MiB: below it, there are fewer shards than the base count. */
  readonly minSSTableBytes?: number;
  /** `sstable_growth`, 0.333: 0 keeps SSTables at their target size, 1 keeps the number of shards. */
  readonly sstableGrowth?: number;
  /** `max_sstables_to_compact`, no limit. */
  readonly maxSSTablesToCompact?: number;
  /** `flush_size_override`; the mean of the flushes so far by default. */
  readonly flushSizeBytes?: number;
}

/** How one level compacts. */
export interface Scaling {
  /** W: below 0 leveled, above 0 tiered. */
  readonly w: number;
  /** How many times denser each level is than the one below. */
  readonly fanout: number;
  /** How many overlapping SSTables start a compaction. */
  readonly threshold: number;
}

const MAX_SHARD_SHIFT = 20;
const MIN_FANOUT = 2;

/**
 * Reads a scaling parameter: `N`, `L` or `T` with a fan-out of at least 2, or W itself (`UnifiedCompactionStrategy.parseScalingParameter`,
 * `fanoutFromScalingParameter`, `thresholdFromScalingParameter`).
 *
 * @throws {OpsError} INVALID_ARGUMENT when it is none of these
 * @example
 * ```ts
 * parseScaling('L10'); // { w: -8, fanout: 10, threshold: 2 }
 * ```
 */
export function parseScaling(text: string): Scaling {
  const [, none, leveled, tiered, plain] = /^(?:(N)|L(\d+)|T(\d+)|([+-]?\d+))$/.exec(text) ?? [];
  const fanoutGiven = Number(leveled ?? tiered ?? MIN_FANOUT);
  if ((none ?? leveled ?? tiered ?? plain) === undefined || fanoutGiven < MIN_FANOUT) {
    throw errors.INVALID_ARGUMENT({
      message: `${JSON.stringify(text)} is not a scaling parameter`,
      remedy: 'Say N, or L or T with a fan-out of at least 2 (such as L10 or T4), or a whole number.',
    });
  }
  const w = plain === undefined ? (leveled === undefined ? fanoutGiven - MIN_FANOUT : MIN_FANOUT - fanoutGiven) : Number(plain);
  return { w, fanout: MIN_FANOUT + Math.abs(w), threshold: MIN_FANOUT + Math.max(0, w) };
}

/** A scaling parameter for every level; the last one given counts for all above. */
export function scalingOf({ scalingParameters = ['T4'] }: UnifiedOptions, level: number): Scaling {
  return parseScaling(scalingParameters[Math.min(level, scalingParameters.length - 1)] ?? 'T4');
}

/**
 * Into how many shards data of a density is cut (`Controller.getNumShards`): a power of two times the base count, so that SSTables come
 * near their target size, which grows with the density; fewer than the base count while they would be below the minimum size.
 *
 * @param densityBytes the bytes that the data would have if it covered the whole token range; NaN before the first flush
 */
export function shardCount(densityBytes: number, options: UnifiedOptions = {}): number {
  const { baseShardCount = 4, targetSSTableBytes = 2 ** 30, minSSTableBytes = 100 * 2 ** 20, sstableGrowth = 0.333 } = options;
  if (minSSTableBytes > 0 && !(densityBytes / minSSTableBytes >= baseShardCount)) {
    const divisor = baseShardCount & -baseShardCount;
    return Math.min(highestPowerOfTwo(densityBytes / minSSTableBytes), divisor);
  }
  const power = Math.log2(densityBytes / (targetSSTableBytes * baseShardCount)) * (1 - sstableGrowth) + 0.5;
  return power >= 0 ? baseShardCount * 2 ** Math.min(MAX_SHARD_SHIFT, Math.floor(power)) : baseShardCount;
}

/** The bytes that an SSTable would have if it covered the whole token range as it covers its own span (`ShardManager.density`). */
export function density(sstable: Pick<SSTable, 'sizeBytes' | 'firstKey' | 'lastKey'>, { keys }: Pick<ModelTable, 'keys'>): number {
  return sstable.sizeBytes / ((sstable.lastKey - sstable.firstKey + 1) / keys);
}

/** Cuts rows at the shards' boundaries, which lie evenly over the token range (`ShardedCompactionWriter`). */
export function cutIntoShards(rows: readonly StoredRow[], shards: number, { keys }: ModelTable): readonly (readonly StoredRow[])[] {
  const pieces: StoredRow[][] = [];
  let current = -1;
  for (const row of rows) {
    const shard = Math.floor((row.key * shards) / keys);
    if (shard !== current) pieces.push([]);
    current = shard;
    pieces.at(-1)?.push(row);
  }
  return pieces;
}

function highestPowerOfTwo(value: number): number {
  return value >= 1 ? 2 ** Math.floor(Math.log2(value)) : 1;
}
