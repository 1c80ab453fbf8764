import type { Buckets } from '../model.ts';
import { geometricMiddle } from './middle.ts';

/**
 * A histogram whose bounds are powers: bucket `i` holds what is greater than base^(i−1) and at most base^i, where base = 2^(2^−schema).
 * All of one schema can be added bucket by bucket, whatever version of Cassandra counted. Prometheus calls it native, OpenTelemetry exponential.
 */
export interface NativeHistogram {
  /** How fine: base = 2^(2^−schema). 0 doubles, 3 grows by nine per cent. */
  readonly schema: number;
  /** Observations at most this large are in no bucket but in `zeroCount`. */
  readonly zeroThreshold: number;
  /** How many those are. */
  readonly zeroCount: number;
  /** Buckets that are not empty, by index, ascending. */
  readonly buckets: readonly (readonly [index: number, count: number])[];
  /** All observations added. */
  readonly sum: number;
  /** How many there are. */
  readonly count: number;
}

/** Buckets of nine per cent: finer than Cassandra's, so that these decide the error. */
export const NATIVE_SCHEMA = 3;

/**
 * Buckets as a native histogram. Each observation is taken for the geometric middle of its bucket, or of the whole numbers in it where only those
 * are counted; what lies beyond the last bound, for that bound. {@link nativeError} is what that costs.
 */
export function toNative(source: Buckets, schema: number = NATIVE_SCHEMA): NativeHistogram {
  const zeroThreshold = source.upperBounds.find((bound) => bound > 0 && bound !== Infinity) ?? 0;
  const buckets = new Map<number, number>();
  let zeroCount = 0;
  for (const [position, count] of source.counts.entries()) {
    if (count === 0) continue;
    const upper = source.upperBounds[position] ?? Infinity;
    if (upper <= zeroThreshold) zeroCount += count;
    else addTo(buckets, nativeIndex(geometricMiddle(source, position), schema), count);
  }
  const ordered = [...buckets].sort(([left], [right]) => left - right);
  return { schema, zeroThreshold, zeroCount, buckets: ordered, sum: source.sum, count: source.count };
}

function addTo(buckets: Map<number, number>, index: number, count: number): void {
  buckets.set(index, (buckets.get(index) ?? 0) + count);
}

/** The bucket of a value. Powers of two are exact; logarithms of others may be off in the last bit, so the bounds decide. */
export function nativeIndex(value: number, schema: number): number {
  // Adding zero makes 0 of -0.
  const guess = Math.ceil(Math.log2(value) * 2 ** schema) + 0;
  if (value <= nativeBound(guess - 1, schema)) return guess - 1;
  return value > nativeBound(guess, schema) ? guess + 1 : guess;
}

/** The upper bound of a native bucket. */
export function nativeBound(index: number, schema: number): number {
  return 2 ** (index / 2 ** schema);
}

/**
 * How wrong a value that is read from a native histogram can be, as a share of the true one: 0.2 is twenty per cent. A source bucket from
 * l to u whose observations are put where √(l·u) falls moves each by at most √(u/l), and the native bucket adds its own width. Where only whole
 * numbers are counted it is less.
 *
 * @param upperBounds the source's; values in its first bucket and beyond its last bound have no such limit
 * @param from looks only at the buckets that lie wholly above this
 */
export function nativeError(upperBounds: readonly number[], schema: number = NATIVE_SCHEMA, from = 0): number {
  const ratios = upperBounds.flatMap((upper, index) => {
    const lower = upperBounds[index - 1] ?? 0;
    return upper === Infinity || lower <= 0 || lower < from ? [] : [upper / lower];
  });
  return nativeBound(1, schema) * Math.sqrt(Math.max(1, ...ratios)) - 1;
}

/**
 * Runs of neighbouring buckets, as the formats write them: where each begins, and its counts.
 *
 * @param mostEmpty no more empty buckets than these in a row are part of a run
 */
export function nativeRuns({ buckets }: NativeHistogram, mostEmpty = 2): { readonly start: number; readonly counts: readonly number[] }[] {
  const runs: { start: number; counts: number[] }[] = [];
  for (const [index, count] of buckets) {
    const run = runs.at(-1);
    const gap = run === undefined ? Infinity : index - (run.start + run.counts.length);
    if (run === undefined || gap > mostEmpty) runs.push({ start: index, counts: [count] });
    else run.counts.push(...Array.from({ length: gap }, () => 0), count);
  }
  return runs;
}
