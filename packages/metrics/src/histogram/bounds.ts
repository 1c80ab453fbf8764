import type { Buckets } from '../model.ts';
import { estimatedSum } from './estimated.ts';

/** Which bounds of a histogram are exposed. */
export interface BoundChoice {
  /** The first bound is the smallest one of the source that is not below this. */
  readonly from: number;
  /** No bound lies above this. */
  readonly to: number;
  /** Each bound is the next one of the source that is at least this many times the one before. More than 1. */
  readonly factor: number;
}

/** From 100 µs, which is a cached read, to a minute, which no client waits for, doubling: 19 bounds of Cassandra's 164. */
export const LATENCY_BOUNDS: BoundChoice = { from: 0.0001, to: 60, factor: 1.9 };

/** From a hundred bytes to 16 GiB, fourfold. */
export const SIZE_BOUNDS: BoundChoice = { from: 100, to: 16 * 2 ** 30, factor: 3.8 };

/** Of counts, as of the rows, SSTables and tombstones that a read met: from one, doubling. */
export const COUNT_BOUNDS: BoundChoice = { from: 1, to: 1_000_000, factor: 1.9 };

/**
 * The bounds that are exposed of a source's. All are bounds of the source, because only there is it known how many observations lie on each
 * side. The choice looks at nothing but the source's bounds, so nodes of the same version expose the same ones and can be added.
 *
 * @param upperBounds the upper bounds of the source's buckets, ascending
 */
export function chooseBounds(upperBounds: readonly number[], { from, to, factor }: BoundChoice): readonly number[] {
  const chosen: number[] = [];
  for (const bound of upperBounds) {
    const last = chosen.at(-1);
    if (bound >= from && bound <= to && bound !== Infinity && (last === undefined || bound >= last * factor)) chosen.push(bound);
  }
  return chosen;
}

/**
 * Fewer and wider buckets: those that end at the given bounds, and one for what lies above. No observation changes its side of a bound.
 *
 * @param bounds ascending, each one of the histogram's own
 * @throws RangeError where the histogram has no such bound: how many observations lie below it is not known
 */
export function coarsen(buckets: Buckets, bounds: readonly number[]): Buckets {
  const counts = Array.from({ length: bounds.length + 1 }, () => 0);
  let target = 0;
  for (const [index, upper] of buckets.upperBounds.entries()) {
    if (upper > (bounds[target] ?? Infinity)) throw new RangeError(`${bounds[target]} is not a bound of this histogram`);
    counts[target] = (counts[target] ?? 0) + (buckets.counts[index] ?? 0);
    if (upper === bounds[target]) target += 1;
  }
  if (target < bounds.length) throw new RangeError(`${bounds[target]} is not a bound of this histogram`);
  return { ...buckets, upperBounds: [...bounds, Infinity], counts };
}

/**
 * Histograms added, as of several nodes: the observations of all. Where their bounds differ, only those that all have are kept: on any other
 * somebody does not know the sides.
 */
export function mergeBuckets(all: readonly Buckets[]): Buckets {
  const [first, ...others] = all;
  if (first === undefined) return { upperBounds: [Infinity], counts: [0], sum: 0, count: 0 };
  const common = others.reduce((kept, { upperBounds }) => intersection(kept, upperBounds), finite(first.upperBounds));
  const same = all.map((each) => coarsen(each, common));
  const { resolution } = first;
  return {
    upperBounds: [...common, Infinity],
    ...(resolution !== undefined && others.every((each) => each.resolution === resolution) && { resolution }),
    counts: Array.from({ length: common.length + 1 }, (_, index) => total(same.map(({ counts }) => counts[index] ?? 0))),
    sum: total(all.map(({ sum }) => sum)),
    count: total(all.map(({ count }) => count)),
  };
}

/**
 * What came between two readings of one histogram. Where any bucket shrank the process was started anew between them, and all of the newer
 * reading came since.
 */
export function bucketsSince(older: Buckets, newer: Buckets): Buckets {
  const common = intersection(finite(older.upperBounds), newer.upperBounds);
  const [before, after] = [coarsen(older, common), coarsen(newer, common)];
  const counts = after.counts.map((count, index) => count - (before.counts[index] ?? 0));
  if (counts.some((count) => count < 0)) return after;
  const sum = newer.sum - older.sum;
  const since = { ...after, counts, count: total(counts) };
  return { ...since, sum: sum < 0 ? estimatedSum(since) : sum };
}

/** Between what a quantile lies. */
export interface QuantileRange {
  /** It is greater than this; 0 for the first bucket. */
  readonly above: number;
  /** It is at most this; `Infinity` beyond the last bound. */
  readonly atMost: number;
}

/**
 * Between which two bounds the quantile of all observations lies: the one at rank ⌈q · count⌉, in order of size. That is all that
 * buckets know. Undefined where there is no observation.
 *
 * @param q from 0 to 1
 */
export function quantile({ upperBounds, counts, count }: Buckets, q: number): QuantileRange | undefined {
  if (count === 0) return undefined;
  const rank = Math.max(1, Math.ceil(q * count));
  let below = 0;
  const index = counts.findIndex((each) => (below += each) >= rank);
  return { above: upperBounds[index - 1] ?? 0, atMost: upperBounds[index] ?? Infinity };
}

function finite(bounds: readonly number[]): readonly number[] {
  return bounds.filter((bound) => bound !== Infinity);
}

function intersection(left: readonly number[], right: readonly number[]): readonly number[] {
  if (left.length === right.length && left.every((bound, index) => bound === right[index])) return left;
  const known = new Set(right);
  return left.filter((bound) => known.has(bound));
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
