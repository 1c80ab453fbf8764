import { describe, expect, it } from 'vitest';
import { estimatedBuckets, estimatedOffsets } from './estimated.ts';

describe('estimatedOffsets()', () => {
  it('grows by a fifth, by one at least, from one', () => {
    expect(estimatedOffsets(20)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 24, 29, 35, 42, 50, 60, 72]);
  });

  it('covers 25 seconds in microseconds with 90 buckets, and 210 days with the 164 of a node', () => {
    expect(estimatedOffsets(90).at(-1)).toBe(25_109_160);
    expect(estimatedOffsets(164).at(-1)).toBe(18_165_375_903_306);
  });

  it('puts a zero before them where zeroes count', () => {
    expect(estimatedOffsets(4, true)).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('estimatedBuckets()', () => {
  it('gives microseconds in seconds, with bounds that are written as short as they are meant', () => {
    const counts = [0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3];
    const { upperBounds, count } = estimatedBuckets(counts, { scale: 1e-6 });
    expect(upperBounds.map(String)).toEqual(
      [
        '0.000001',
        '0.000002',
        '0.000003',
        '0.000004',
        '0.000005',
        '0.000006',
        '0.000007',
        '0.000008',
        '0.00001',
        '0.000012',
        '0.000014',
      ].concat(['0.000017', 'Infinity']),
    );
    expect(count).toBe(6);
  });

  it('takes the sum that it is given, and else the middle of each bucket', () => {
    expect(estimatedBuckets([0, 0, 0, 0, 0, 0, 0, 0, 4, 0], { scale: 1 }).sum).toBe(38);
    expect(estimatedBuckets([0, 0, 0, 4], { scale: 1, sum: 17 }).sum).toBe(17);
    expect(estimatedBuckets([5, 2, 0], { scale: 1, considerZeroes: true })).toEqual({
      upperBounds: [0, 1, Infinity],
      counts: [5, 2, 0],
      count: 7,
      sum: 2,
      resolution: 1,
    });
  });

  it('estimates a sum from the whole numbers that a bucket holds: exactly where there is but one', () => {
    expect(estimatedBuckets([9, 3, 5, 0], { scale: 1, considerZeroes: true }).sum).toBe(3 * 1 + 5 * 2);
    expect(estimatedBuckets([0, 5, 2, 0], { scale: 1e-6 }).sum).toBeCloseTo(16e-6, 15);
    // Without a bucket for zero nobody knows how many of the first are zeros and how many ones.
    expect(estimatedBuckets([8, 0], { scale: 1 }).sum).toBe(4);
  });

  it('of a histogram without any bucket there is nothing', () => {
    expect(estimatedBuckets([], { scale: 1 })).toMatchObject({ count: 0, sum: 0 });
  });
});
