import type { TokenSpan } from '../node.ts';

/** A repair of a range that succeeded. */
export interface RepairedSpan extends TokenSpan {
  /** In milliseconds since 1970. */
  readonly finishedAtMs: number;
}

const FIRST = -(2n ** 63n);
const LAST = 2n ** 63n - 1n;

/**
 * Since when all of some ranges have been repaired: when the oldest of the newest repairs that together cover them ended.
 *
 * @param sessions the newest first
 * @returns null where some part of the ranges is in none
 */
export function coveredSince(ranges: readonly TokenSpan[], sessions: readonly RepairedSpan[]): number | null {
  let left = ranges.flatMap((range) => unwrap(range));
  for (const session of sessions) {
    for (const span of unwrap(session)) left = left.flatMap((each) => without(each, span));
    if (left.length === 0) return session.finishedAtMs;
  }
  return null;
}

/** A range that begins where it ends is all of them. */
function unwrap({ start, end }: TokenSpan): readonly TokenSpan[] {
  if (start < end) return [{ start, end }];
  return [
    { start, end: LAST },
    { start: FIRST - 1n, end },
  ].filter((span) => span.start < span.end);
}

function without(of: TokenSpan, taken: TokenSpan): readonly TokenSpan[] {
  if (taken.end <= of.start || taken.start >= of.end) return [of];
  return [
    { start: of.start, end: taken.start },
    { start: taken.end, end: of.end },
  ].filter(({ start, end }) => start < end);
}
