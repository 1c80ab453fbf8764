import { type Buckets, estimatedBuckets } from '@ringside/metrics';
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

/**
 * Counts as a node gave them, with all of Cassandra's buckets: native histograms are made of these, and the fewer ones of classic histograms when
 * they are written down.
 *
 * @param sum all observations added, in the unit of the metric; estimated where the node does not tell
 * @returns undefined for a shape that no supported Cassandra has
 */
export function bucketsOf(counts: readonly number[], { definition: { unit }, scale }: CatalogueRow, sum?: number): Buckets | undefined {
  const shape = SHAPES.get(counts.length);
  if (shape === undefined) return undefined;
  const reading = { scale: unit === 'seconds' ? shape.seconds : scale, considerZeroes: shape.considerZeroes };
  return estimatedBuckets(counts, { ...reading, ...(sum !== undefined && { sum }) });
}
