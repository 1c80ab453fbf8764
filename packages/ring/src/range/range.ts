import { advance, compareTokens, distance, fractionOfRing, MIN_TOKEN, RING_SIZE, type Token } from '../token/token.ts';

/**
 * The tokens after `start` up to and including `end`: `(start, end]`. It wraps past the top of the ring when `end` is not after
 * `start`; equal ends mean the whole ring (`org.apache.cassandra.dht.Range`).
 */
export interface TokenRange {
  /** Not in the range itself. */
  readonly start: Token;
  /** The last token of the range. */
  readonly end: Token;
}

/** True when the range passes the top of the ring; one that ends at the minimum just reaches it and does not wrap. */
export function isWrapping({ start, end }: TokenRange): boolean {
  return start >= end && end !== MIN_TOKEN;
}

/** How many tokens a range holds: 1 … 2^64. */
export function rangeSize({ start, end }: TokenRange): bigint {
  return start === end ? RING_SIZE : distance(start, end);
}

/** The share of the ring that a range is: above 0, at most 1. */
export function rangeFraction(range: TokenRange): number {
  return fractionOfRing(rangeSize(range));
}

/** True when the range holds the token. */
export function rangeContains(range: TokenRange, token: Token): boolean {
  const offset = distance(range.start, token);
  return offset === 0n ? range.start === range.end : offset <= rangeSize(range);
}

/** The same tokens as one or two ranges of which none wraps, cut at the ring's minimum (`Range.unwrap`). */
export function unwrapRange(range: TokenRange): readonly TokenRange[] {
  if (!isWrapping(range)) return [range];
  const upper = { start: range.start, end: MIN_TOKEN };
  return range.start === MIN_TOKEN ? [range] : [upper, { start: MIN_TOKEN, end: range.end }];
}

/**
 * Cuts a range into `parts` adjoining ranges whose sizes differ by at most one token, in ring order; fewer when it has fewer
 * tokens than parts.
 *
 * @param parts how many ranges to cut it into
 * @throws {RangeError} when `parts` is not a whole number from 1
 */
export function splitRange(range: TokenRange, parts: number): readonly TokenRange[] {
  if (!Number.isSafeInteger(parts) || parts < 1) throw new RangeError(`${parts} is not a number of parts`);
  const size = rangeSize(range);
  const count = size < BigInt(parts) ? size : BigInt(parts);
  const cut = (part: bigint): Token => advance(range.start, (size * part) / count);
  return Array.from({ length: Number(count) }, (_, part) => ({ start: cut(BigInt(part)), end: cut(BigInt(part) + 1n) }));
}

/** The tokens that two ranges share, as zero, one or two ranges in ring order from the first one's start. */
export function intersectRanges(a: TokenRange, b: TokenRange): readonly TokenRange[] {
  if (a.start === a.end) return [b];
  if (b.start === b.end) return [a];
  const size = rangeSize(a);
  const start = distance(a.start, b.start);
  const end = start + rangeSize(b);
  const pieces: TokenRange[] = [];
  for (const turn of [RING_SIZE, 0n]) {
    const from = start - turn > 0n ? start - turn : 0n;
    const to = end - turn < size ? end - turn : size;
    if (from < to) pieces.push({ start: advance(a.start, from), end: advance(a.start, to) });
  }
  return pieces;
}

/** Orders ranges by their end, the way Cassandra lists the ranges of a ring; for `Array.prototype.toSorted`. */
export function compareRanges(a: TokenRange, b: TokenRange): number {
  return compareTokens(a.end, b.end);
}
