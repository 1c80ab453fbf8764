import type { Buckets } from '../model.ts';

type Bounds = Pick<Buckets, 'upperBounds' | 'resolution'>;

/**
 * What an observation of a bucket is taken for: the middle of all that may be in it. Above 8 and up to 10 that is 9.5 where whole numbers are
 * counted, because only 9 and 10 may be, and 9 where any number is. The first bucket begins with zero itself, so without a bucket for zero the one that
 * ends at 1 has its middle at a half: it holds zeros and ones. What lies beyond the last bound is taken for that bound.
 */
export function arithmeticMiddle(bounds: Bounds, index: number): number {
  const [lowest, highest] = rangeOf(bounds, index);
  return highest === Infinity ? (bounds.upperBounds[index - 1] ?? 0) : (lowest + highest) / 2;
}

/** The same, with the geometric middle: as many times the smallest that may be in the bucket as the largest is times it. */
export function geometricMiddle(bounds: Bounds, index: number): number {
  const [lowest, highest] = rangeOf(bounds, index);
  return highest === Infinity ? (bounds.upperBounds[index - 1] ?? 0) : Math.sqrt(lowest * highest);
}

/** The smallest and the largest observation that a bucket may hold; where any number is counted the smallest is the bound that is just not in it. */
function rangeOf({ upperBounds, resolution = 0 }: Bounds, index: number): readonly [lowest: number, highest: number] {
  const below = upperBounds[index - 1];
  const highest = upperBounds[index] ?? Infinity;
  return [below === undefined ? 0 : Math.min(below + resolution, highest), highest];
}
