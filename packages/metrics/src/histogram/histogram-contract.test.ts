import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHdrHistogram } from '../hdr.ts';
import { bucketsSince, mergeBuckets, quantile } from './bounds.ts';
import { createEstimatedHistogram } from './estimated-histogram.ts';
import type { Histogram } from './histogram.ts';
import { exactQuantile, latencies, share } from '../testing/observations.ts';

function filled(create: () => Histogram, values: readonly number[]): Histogram {
  const histogram = create();
  for (const value of values) histogram.record(value);
  return histogram;
}

describe.each<[string, () => Histogram]>([
  ["Cassandra's buckets", () => createEstimatedHistogram({ resolution: 1e-6 })],
  ['HdrHistogram', () => createHdrHistogram({ resolution: 1e-6, highest: 600 })],
])('a histogram port: %s', (_, create) => {
  it('counts each observation once, and adds them up', () => {
    const { counts, count, sum } = filled(create, [0.001, 0.001, 0.25, 0, -1]).read();
    expect(counts.reduce((all, each) => all + each, 0)).toBe(5);
    expect(count).toBe(5);
    expect(sum).toBeCloseTo(0.252, 12);
  });

  it('has the exact quantile between the bounds that it tells', () => {
    fc.assert(
      fc.property(latencies, share, (values, q) => {
        const range = quantile(filled(create, values).read(), q);
        const exact = exactQuantile(values, q);
        expect(range && exact <= range.atMost && (exact > range.above || exact === 0)).toBe(true);
      }),
    );
  });

  it('has no bucket wider than it says', () => {
    const { relativeWidth, resolution, highest, read } = create();
    const { upperBounds } = read();
    const tooWide = upperBounds.filter((upper, index) => {
      const lower = upperBounds[index - 1] ?? 0;
      return upper <= highest && upper - lower > Math.max(resolution, lower * relativeWidth) * (1 + 1e-9);
    });
    expect(upperBounds.length).toBeGreaterThan(100);
    expect(tooWide).toEqual([]);
  });

  it('counts what is too large beyond its largest bucket, and says so', () => {
    const histogram = create();
    histogram.record(histogram.highest * 1.5);
    expect(histogram.read()).toMatchObject({ count: 1 });
    expect(histogram.read().counts.at(-1)).toBe(1);
    expect(quantile(histogram.read(), 0.5)?.atMost).toBe(Infinity);
  });

  it('adds up: two halves merged are the whole, and the whole without one half is the other', () => {
    fc.assert(
      fc.property(latencies, latencies, (first, second) => {
        const [left, right, whole] = [first, second, [...first, ...second]].map((values) => filled(create, values).read());
        if (left === undefined || right === undefined || whole === undefined) throw new Error('Three were filled');
        expect(mergeBuckets([left, right]).counts).toEqual(whole.counts);
        expect(bucketsSince(left, whole).counts).toEqual(right.counts);
      }),
    );
  });

  it('does not change a reading that was taken', () => {
    const histogram = filled(create, [0.5]);
    const before = histogram.read();
    histogram.record(0.5);
    expect(before.count).toBe(1);
    expect(before.counts.reduce((all, each) => all + each, 0)).toBe(1);
  });
});
