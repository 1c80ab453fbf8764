import { type Buckets, coarsen, estimatedBuckets, exposedBounds } from '@ringside/metrics';
import type { CatalogueRow } from '../catalogue/row.ts';

/** How Cassandra's counts of buckets are to be read, by how many there are: the only thing that tells it. */
interface Shape {
  /** Seconds that one unit of a latency is. Microseconds since 4.1, nanoseconds before and where a latency is told so. */
  readonly seconds: number;
  readonly considerZeroes: boolean;
}

/**
 * From `LOW_BUCKET_COUNT` and `DEFAULT_BUCKET_COUNT` of the class `DecayingEstimatedHistogramReservoir`, one more for what lies beyond, and one for
 * zero.
 */
const SHAPES: ReadonlyMap<number, Shape> = new Map([
  [128, { seconds: 1e-6, considerZeroes: false }],
  [165, { seconds: 1e-9, considerZeroes: false }],
  [166, { seconds: 1e-9, considerZeroes: true }],
]);

/** The bounds that are exposed, without and with the infinite one. */
interface Bounds {
  readonly finite: readonly number[];
  readonly all: readonly number[];
}

/** Bounds are shared by all histograms of one shape: of thousands, each would have its own otherwise. */
const shared = new Map<string, Bounds>();

/**
 * Counts as a node gave them as the buckets that are exposed.
 *
 * @param sum all observations added, in the unit of the metric; estimated where the node does not tell
 * @returns undefined for a shape that no supported Cassandra has
 */
export function bucketsOf(counts: readonly number[], { definition: { unit }, scale }: CatalogueRow, sum?: number): Buckets | undefined {
  const shape = SHAPES.get(counts.length);
  if (shape === undefined) return undefined;
  const reading = { scale: unit === 'seconds' ? shape.seconds : scale, considerZeroes: shape.considerZeroes };
  const buckets = estimatedBuckets(counts, { ...reading, ...(sum !== undefined && { sum }) });
  const key = `${counts.length} ${reading.scale} ${unit}`;
  const bounds = shared.get(key) ?? boundsOf(buckets.upperBounds, unit);
  shared.set(key, bounds);
  return { ...coarsen(buckets, bounds.finite), upperBounds: bounds.all };
}

function boundsOf(upperBounds: readonly number[], unit: CatalogueRow['definition']['unit']): Bounds {
  const finite = exposedBounds(upperBounds, unit);
  return { finite, all: [...finite, Infinity] };
}
