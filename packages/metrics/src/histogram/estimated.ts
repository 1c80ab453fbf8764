import type { Buckets } from '../model.ts';
import { arithmeticMiddle } from './middle.ts';

/** Each bucket of Cassandra's histograms ends about this much above the one before. */
const GROWTH = 1.2;

/**
 * Ends of the buckets of Cassandra's histograms, ascending: 1, 2, 3, … 8, 10, 12, 14, 17, … in whatever it counts, which for latencies is
 * whole microseconds. As `newOffsets` of the class `EstimatedHistogram` makes them; both kinds of histogram use it.
 *
 * @param size how many, without the zero; every size is the beginning of every larger one
 * @param considerZeroes whether zero has a bucket of its own, as in histograms of rows or tombstones; else it is counted with the ones
 */
export function estimatedOffsets(size: number, considerZeroes = false): readonly number[] {
  const offsets = considerZeroes ? [0] : [];
  for (let last = 1, made = 0; made < size; made += 1, last = Math.max(Math.round(last * GROWTH), last + 1)) offsets.push(last);
  return offsets;
}

/** How the counts that a node gave are to be read. */
export interface EstimatedReading {
  /** What one of Cassandra's units is in the unit of the metric: 1e-6 for microseconds in seconds, 1 for bytes, rows and cells. */
  readonly scale: number;
  /** Whether zero has a bucket of its own. */
  readonly considerZeroes?: boolean;
  /** All observations added, in the unit of the metric, where the node keeps a counter of that. Else it is estimated from the buckets. */
  readonly sum?: number;
}

/**
 * The buckets of a histogram as a node gives them over JMX: how many observations are in each, and last those beyond the largest bucket.
 *
 * Only `values()` counts since the node started, and so can be subtracted and added. The percentiles of the same MBean decay with a
 * half-life of a minute, and `RecentValues` is what came since _anybody_ last asked, so that two readers rob each other. From the class
 * `DecayingEstimatedHistogramReservoir` and the MBeans of `CassandraMetricsRegistry`.
 *
 * @param counts the array that the MBean's `values()` returned
 */
export function estimatedBuckets(counts: readonly number[], { scale, considerZeroes = false, sum }: EstimatedReading): Buckets {
  const upperBounds = scaledBounds(Math.max(0, counts.length - (considerZeroes ? 2 : 1)), considerZeroes, scale);
  const count = counts.reduce((all, each) => all + each, 0);
  const buckets = { upperBounds, counts, count, resolution: scale };
  return { ...buckets, sum: sum ?? estimatedSum(buckets) };
}

/**
 * About what all observations add up to: each is taken for the middle of its bucket, so the error is at most half of a bucket's width for
 * each.
 */
export function estimatedSum(buckets: Omit<Buckets, 'sum' | 'count'>): number {
  return buckets.counts.reduce((all, count, index) => (count === 0 ? all : all + count * arithmeticMiddle(buckets, index)), 0);
}

const known = new Map<string, readonly number[]>();

/** Bounds of a kind of histogram, made once: a node has thousands of histograms and two or three kinds. */
function scaledBounds(size: number, considerZeroes: boolean, scale: number): readonly number[] {
  const key = `${size} ${considerZeroes} ${scale}`;
  const bounds = known.get(key) ?? [...estimatedOffsets(size, considerZeroes).map((offset) => scaled(offset, scale)), Infinity];
  if (known.size < MOST_KINDS) known.set(key, bounds);
  return bounds;
}

const MOST_KINDS = 100;

/** 17 × 1e-6 is 0.000016999999999999998 in binary arithmetic; 17 / 1e6 is the number that is nearest to 0.000017, and so written. */
function scaled(value: number, scale: number): number {
  return scale < 1 ? value / Math.round(1 / scale) : value * scale;
}
