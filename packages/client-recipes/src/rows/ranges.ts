import { MAX_TOKEN, MIN_TOKEN, rangeFraction, splitRange, type Token, type TokenRange } from '@ringside/ring';

/**
 * Every token that a row can have, as a range that does not wrap: the minimum is nobody's token (`Murmur3Partitioner.normalize`), so the highest token ends it.
 */
const WHOLE_RING: TokenRange = { start: MIN_TOKEN, end: MAX_TOKEN };

/** Cuts the ring at its tokens, and what lies between two of them into equal parts, so that there are about `count` ranges; at least one for each token. */
export function cutRing(tokens: readonly Token[], count: number): readonly TokenRange[] {
  const cuts = [...new Set(tokens)].filter((token) => token > MIN_TOKEN && token < MAX_TOKEN).toSorted((a, b) => (a < b ? -1 : 1));
  const ends = [...cuts, WHOLE_RING.end];
  const ranges = ends.map((end, at) => ({ start: ends[at - 1] ?? WHOLE_RING.start, end }));
  return ranges.flatMap((range) => splitRange(range, Math.max(1, Math.round(rangeFraction(range) * count))));
}

/**
 * Adds a range to ranges that neither wrap nor touch each other, in ring order.
 *
 * @returns the same kind of list; ranges that adjoin are one
 */
export function addRange(ranges: readonly TokenRange[], added: TokenRange): readonly TokenRange[] {
  const touching = ranges.filter(({ start, end }) => start <= added.end && added.start <= end);
  const joined = touching.reduce(
    (all, { start, end }) => ({ start: start < all.start ? start : all.start, end: end > all.end ? end : all.end }),
    added,
  );
  const before = ranges.filter(({ end }) => end < joined.start);
  const after = ranges.filter(({ start }) => start > joined.end);
  return [...before, joined, ...after];
}

/** What is left of a range without others, which are in ring order and do not touch each other. */
export function withoutRanges(range: TokenRange, taken: readonly TokenRange[]): readonly TokenRange[] {
  const left: TokenRange[] = [];
  let { start } = range;
  for (const { start: from, end: to } of taken) {
    if (to <= start || from >= range.end) continue;
    if (from > start) left.push({ start, end: from });
    start = to;
  }
  return start < range.end ? [...left, { start, end: range.end }] : left;
}
