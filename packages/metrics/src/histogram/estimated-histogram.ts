import { estimatedOffsets } from './estimated.ts';
import type { Histogram } from './histogram.ts';

/** How a histogram with Cassandra's buckets is made. */
export interface EstimatedHistogramOptions {
  /** The smallest difference that it sees, in the unit of the metric: 1e-6 for microseconds in seconds. */
  readonly resolution: number;
  /** How many buckets, without the one for what is larger. Default: 164, as in a node. */
  readonly size?: number;
}

/** Counts into the same buckets as Cassandra: a bucket is a fifth wider than the one before, so 164 reach from a microsecond to 210 days. */
export function createEstimatedHistogram({ resolution, size = 164 }: EstimatedHistogramOptions): Histogram {
  const perUnit = 1 / resolution;
  const offsets = estimatedOffsets(size);
  const upperBounds = [...offsets.map((offset) => offset / perUnit), Infinity];
  const counts = Array.from({ length: offsets.length + 1 }, () => 0);
  const totals = { sum: 0, count: 0 };
  return {
    highest: upperBounds[size - 1] ?? 0,
    resolution,
    relativeWidth: 0.25,
    record: (value) => {
      const index = firstAtLeast(upperBounds, value);
      counts[index] = (counts[index] ?? 0) + 1;
      totals.sum += Math.max(0, value);
      totals.count += 1;
    },
    read: () => ({ upperBounds, counts: [...counts], ...totals }),
  };
}

/** Index of the first bound that is not below the value; the last bound is infinite. */
function firstAtLeast(bounds: readonly number[], value: number): number {
  let [low, high] = [0, bounds.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] ?? Infinity) >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}
