import { type BoundChoice, chooseBounds, coarsen, COUNT_BOUNDS, LATENCY_BOUNDS, SIZE_BOUNDS } from '../histogram/bounds.ts';
import type { Buckets, MetricUnit } from '../model.ts';

/** Histograms with no more bounds than this are exposed as they are. */
const FEW = 40;

const CHOICES: Readonly<Record<MetricUnit, BoundChoice>> = {
  seconds: LATENCY_BOUNDS,
  bytes: SIZE_BOUNDS,
  ratio: { from: 0.001, to: 1, factor: 1.9 },
  none: COUNT_BOUNDS,
};

/** Kept by the array of bounds: histograms of one kind share it. */
const chosen = new WeakMap<readonly number[], Map<MetricUnit, readonly number[]>>();

/**
 * The bounds with which a classic histogram goes to a monitoring system, where each is a series of its own: Cassandra's 164 thinned out to
 * about twenty, those of others as they are.
 *
 * @param upperBounds the upper bounds of the source's buckets, ascending
 */
export function exposedBounds(upperBounds: readonly number[], unit: MetricUnit): readonly number[] {
  const byUnit = chosen.get(upperBounds) ?? new Map<MetricUnit, readonly number[]>();
  chosen.set(upperBounds, byUnit);
  const known = byUnit.get(unit);
  if (known !== undefined) return known;
  const few = upperBounds.filter((bound) => bound !== Infinity);
  const bounds = few.length <= FEW ? few : chooseBounds(upperBounds, CHOICES[unit]);
  byUnit.set(unit, bounds);
  return bounds;
}

/** A histogram in the buckets that are exposed. The last bound is infinite. */
export function exposedBuckets(buckets: Buckets, unit: MetricUnit): Buckets {
  return coarsen(buckets, exposedBounds(buckets.upperBounds, unit));
}
