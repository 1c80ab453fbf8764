/**
 * A histogram of HdrHistogram behind the port of this package. An entry of its own, so that who needs none does not load it.
 *
 * @packageDocumentation
 */
import { Float64Histogram } from 'hdr-histogram-js';
import type { Histogram } from './histogram/histogram.ts';

/** How a histogram of HdrHistogram is made. */
export interface HdrHistogramOptions {
  /** The smallest difference that it sees, in the unit of the metric: 1e-6 for microseconds in seconds. */
  readonly resolution: number;
  /** The largest value that it tells from larger ones, in the unit of the metric. */
  readonly highest: number;
  /** Significant decimal digits, 1 to 3: with 2, a bucket is at most a hundredth wide. Default: 2. */
  readonly digits?: number;
}

/**
 * Counts into the buckets of HdrHistogram: finer than Cassandra's, at the price of thousands of them. Values are rounded up to whole
 * multiples of the resolution.
 */
export function createHdrHistogram({ resolution, highest, digits = 2 }: HdrHistogramOptions): Histogram {
  const perUnit = Math.round(1 / resolution);
  const largest = Math.max(2, Math.ceil(highest * perUnit));
  const histogram = new Float64Histogram(1, largest, digits);
  const totals = { sum: 0, count: 0, beyond: 0 };
  const positions = Array.from({ length: histogram.countsArrayLength }, (_, index) => index);
  const upperBounds = [...positions.map((index) => histogram.highestEquivalentValue(histogram.valueFromIndex(index)) / perUnit), Infinity];
  return {
    highest,
    resolution,
    relativeWidth: 10 ** -digits,
    record: (value) => {
      const whole = Math.ceil(Math.max(0, value) * perUnit - 1e-9);
      if (whole > largest) totals.beyond += 1;
      else histogram.recordValue(whole);
      totals.sum += Math.max(0, value);
      totals.count += 1;
    },
    read: () => ({
      upperBounds,
      counts: [...positions.map((index) => histogram.getCountAtIndex(index)), totals.beyond],
      sum: totals.sum,
      count: totals.count,
    }),
  };
}
