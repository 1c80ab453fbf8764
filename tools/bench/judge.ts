import type { Bar } from './bench.ts';

/** A figure beside its bar. */
export interface Verdict {
  readonly figure: string;
  readonly value: number;
  /** Such as `at most 0.6`. */
  readonly bar: string;
  readonly holds: boolean;
}

/**
 * Holds a result against its bars.
 *
 * @param result what a benchmark returned
 * @throws Error when a bar names a figure that the result lacks: a bar that nothing can miss is none
 */
export function judge(result: Readonly<Record<string, unknown>>, bars: readonly Bar[]): readonly Verdict[] {
  return bars.map(({ figure, atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY }) => {
    const value = figureOf(result, figure);
    const bar = Number.isFinite(atMost) ? `at most ${atMost}` : `at least ${atLeast}`;
    return { figure, value, bar, holds: value <= atMost && value >= atLeast };
  });
}

function figureOf(result: unknown, path: string): number {
  const value = path.split('.').reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], result);
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  throw new Error(`The result has no figure ${path}`);
}
