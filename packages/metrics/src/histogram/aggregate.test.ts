import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactQuantile, latencies, share } from '../testing/observations.ts';
import { bucketsSince, chooseBounds, coarsen, COUNT_BOUNDS, LATENCY_BOUNDS, mergeBuckets, quantile, SIZE_BOUNDS } from './bounds.ts';
import { estimatedBuckets, estimatedOffsets } from './estimated.ts';
import { createEstimatedHistogram } from './estimated-histogram.ts';
import { nativeBound, nativeError, nativeIndex, nativeRuns, toNative } from './native.ts';

/** What a node counted that saw these latencies. */
function counted(values: readonly number[]): ReturnType<ReturnType<typeof createEstimatedHistogram>['read']> {
  const histogram = createEstimatedHistogram({ resolution: 1e-6 });
  for (const value of values) histogram.record(value);
  return histogram.read();
}

const EXPOSED = chooseBounds(counted([]).upperBounds, LATENCY_BOUNDS);
const three = fc.tuple(latencies, latencies, latencies);

describe('percentiles over nodes', () => {
  it('are those of all observations, within one bucket, when the buckets of the nodes are added', () => {
    fc.assert(
      fc.property(three, share, (nodes, q) => {
        const range = quantile(mergeBuckets(nodes.map((values) => coarsen(counted(values), EXPOSED))), q);
        const exact = exactQuantile(nodes.flat(), q);
        expect(range && exact > range.above && exact <= range.atMost).toBe(true);
        const fine = quantile(mergeBuckets(nodes.map(counted)), q);
        expect(fine && fine.atMost / exact).toBeLessThanOrEqual(1.25 + (exact < 8e-6 ? 1 : 0));
      }),
    );
  });

  it('are not the average of the nodes’ percentiles, which is right for no node and not for all', () => {
    const [quick, slow] = [Array.from({ length: 1_000 }, () => 0.002), Array.from({ length: 20 }, () => 0.5)];
    const nodes = [quick, quick, [...quick.slice(20), ...slow]];
    const average = nodes.reduce((sum, values) => sum + (quantile(counted(values), 0.99)?.atMost ?? 0) / nodes.length, 0);
    const merged = quantile(mergeBuckets(nodes.map(counted)), 0.99);
    expect(exactQuantile(nodes.flat(), 0.99)).toBe(0.002);
    expect(merged).toEqual({ above: 0.001916, atMost: 0.002299 });
    expect(average).toBeCloseTo(0.1835, 4);
  });
});

describe('coarsen()', () => {
  it('never moves an observation to the other side of a bound that is exposed', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const { upperBounds, counts, count } = coarsen(counted(values), EXPOSED);
        let cumulative = 0;
        for (const [index, bound] of upperBounds.entries()) {
          cumulative += counts[index] ?? 0;
          expect(cumulative).toBe(values.filter((value) => value <= bound).length);
        }
        expect(cumulative).toBe(count);
      }),
    );
  });

  it('refuses a bound of which the histogram does not know the sides', () => {
    expect(() => coarsen(counted([0.1]), [0.001_109, 0.5])).toThrow(new RangeError('0.5 is not a bound of this histogram'));
    expect(() => coarsen({ upperBounds: [1, 2], counts: [1, 1], sum: 3, count: 2 }, [1, 4])).toThrow(RangeError);
  });
});

describe('chooseBounds()', () => {
  it('keeps 19 of 164 bounds, the same whatever their number on a version', () => {
    expect(EXPOSED).toHaveLength(19);
    const fewer = estimatedBuckets(
      Array.from({ length: 128 }, () => 0),
      { scale: 1e-6 },
    );
    expect(chooseBounds(fewer.upperBounds, LATENCY_BOUNDS)).toEqual(EXPOSED);
    expect(EXPOSED[0]).toBe(0.000103);
    expect(EXPOSED.at(-1)).toBeLessThanOrEqual(60);
  });

  it('covers sizes and counts too', () => {
    expect(chooseBounds(estimatedOffsets(150), SIZE_BOUNDS).length).toBeLessThan(16);
    expect(chooseBounds(estimatedOffsets(114, true), COUNT_BOUNDS).slice(0, 5)).toEqual([1, 2, 4, 8, 17]);
  });
});

describe('mergeBuckets()', () => {
  it('keeps the bounds that all have, and loses no observation', () => {
    const old = estimatedBuckets([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2], { scale: 1 });
    const other = { upperBounds: [2, 4, 5, 9, Infinity], counts: [1, 1, 1, 1, 1], sum: 40, count: 5 };
    expect(mergeBuckets([old, other])).toMatchObject({ upperBounds: [2, 4, 5, Infinity], counts: [2, 1, 1, 4], count: 8 });
    expect(mergeBuckets([])).toMatchObject({ count: 0 });
  });

  it('keeps that whole numbers are counted where all count the same', () => {
    const [rows, parts] = [estimatedBuckets([1, 1, 0], { scale: 1 }), estimatedBuckets([1, 1, 0], { scale: 0.001 })];
    expect(mergeBuckets([rows, rows]).resolution).toBe(1);
    expect(mergeBuckets([rows, parts])).not.toHaveProperty('resolution');
    expect(mergeBuckets([counted([1])])).not.toHaveProperty('resolution');
  });
});

describe('bucketsSince()', () => {
  it('takes the newer reading whole where the process was started anew', () => {
    expect(bucketsSince(counted([1, 1, 1]), counted([1])).count).toBe(1);
    expect(bucketsSince(counted([1]), counted([1, 2, 2]))).toMatchObject({ count: 2, sum: 4 });
  });
});

describe('native histograms', () => {
  it('give a quantile that is wrong by no more than they say', () => {
    const { upperBounds } = counted([]);
    const limit = nativeError(upperBounds, 3, 8e-6);
    expect(limit).toBeCloseTo(0.219, 3);
    fc.assert(
      fc.property(three, share, (nodes, q) => {
        const natives = nodes.map((values) => toNative(counted(values)));
        const sum = new Map<number, number>();
        for (const [index, count] of natives.flatMap(({ buckets }) => buckets)) sum.set(index, (sum.get(index) ?? 0) + count);
        const exact = exactQuantile(nodes.flat(), q);
        const rank = Math.max(1, Math.ceil(q * nodes.flat().length));
        let below = natives.reduce((all, { zeroCount }) => all + zeroCount, 0);
        const index = [...sum].toSorted(([left], [right]) => left - right).find(([, count]) => (below += count) >= rank)?.[0];
        if (index === undefined || exact <= 10e-6) return;
        const [lower, upper] = [nativeBound(index - 1, 3), nativeBound(index, 3)];
        expect(upper / exact - 1).toBeLessThanOrEqual(limit);
        expect(exact / lower - 1).toBeLessThanOrEqual(limit + 1e-9);
      }),
    );
  });

  it('count everything: what is tiny as zero, what is too large in the last bucket', () => {
    const native = toNative({ upperBounds: [1, 2, 5, Infinity], counts: [3, 1, 1, 2], sum: 20, count: 7 });
    expect(native).toMatchObject({ zeroThreshold: 1, zeroCount: 3, count: 7 });
    expect(native.buckets).toEqual([
      [4, 1],
      [14, 1],
      [19, 2],
    ]);
  });

  it('put whole numbers where they are: a two at two, not at the root of two', () => {
    const native = toNative(estimatedBuckets([0, 0, 5, 0, 7, 0], { scale: 1, considerZeroes: true }));
    expect(native.buckets).toEqual([
      [nativeIndex(2, 3), 5],
      [nativeIndex(4, 3), 7],
    ]);
    expect(native.buckets[0]?.[0]).toBe(8);
  });

  it('put a value into the bucket that ends at or above it, also at the bounds themselves', () => {
    for (const schema of [0, 2, 3, 8]) {
      for (let index = -160; index < 160; index += 1) {
        expect(nativeIndex(nativeBound(index, schema), schema)).toBe(index);
        expect(nativeIndex(nativeBound(index, schema) * (1 + 1e-12), schema)).toBe(index + 1);
      }
    }
  });

  it('write neighbours as one run, with short gaps filled', () => {
    const buckets = [
      [-2, 1],
      [1, 4],
      [5, 6],
    ] as const;
    expect(nativeRuns({ schema: 3, zeroThreshold: 0, zeroCount: 0, buckets, sum: 0, count: 11 })).toEqual([
      { start: -2, counts: [1, 0, 0, 4] },
      { start: 5, counts: [6] },
    ]);
  });
});
