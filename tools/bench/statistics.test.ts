import { describe, expect, it } from 'vitest';
import { measurePairs, median, percentile, round } from './statistics.ts';

describe('median() and percentile()', () => {
  it('take the middle whatever the order, and interpolate', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(percentile([10, 20, 30, 40, 50], 99)).toBeCloseTo(49.6);
  });

  it('give NaN for nothing, never a good-looking zero', () => {
    expect(median([])).toBeNaN();
  });
});

describe('measurePairs()', () => {
  it('runs the two in turn and drops the warm-up of each', async () => {
    const order: string[] = [];
    const figures = await measurePairs(
      2,
      async () => order.push('a'),
      async () => order.push('b'),
    );
    expect(order.join('')).toBe('ababab');
    expect(figures.ours).toEqual([3, 5]);
    expect(figures.peer).toEqual([4, 6]);
    expect(round(figures.ratio)).toBe(0.792);
  });
});
