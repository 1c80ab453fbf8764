import type { RepairSession } from '../node.ts';

/** Tokens after `start` up to and including `end`; wraps where `end` is not above `start`. */
interface Span {
  readonly start: bigint;
  readonly end: bigint;
}

const FIRST = -(2n ** 63n);
const LAST = 2n ** 63n - 1n;

/**
 * Since when all of some ranges have been repaired: when the oldest of the newest repairs that together cover them ended.
 *
 * @param sessions the newest first
 * @returns null where some part of the ranges is in none
 */
export function coveredSince(ranges: readonly Span[], sessions: readonly RepairSession[]): number | null {
  let left = ranges.flatMap((range) => unwrap(range));
  for (const session of sessions) {
    for (const span of unwrap(session)) left = left.flatMap((each) => without(each, span));
    if (left.length === 0) return session.finishedAtMs;
  }
  return null;
}

/** A range that begins where it ends is all of them. */
function unwrap({ start, end }: Span): readonly Span[] {
  if (start < end) return [{ start, end }];
  return [
    { start, end: LAST },
    { start: FIRST - 1n, end },
  ].filter((span) => span.start < span.end);
}

function without(of: Span, taken: Span): readonly Span[] {
  if (taken.end <= of.start || taken.start >= of.end) return [of];
  return [
    { start: of.start, end: taken.start },
    { start: taken.end, end: of.end },
  ].filter(({ start, end }) => start < end);
}
