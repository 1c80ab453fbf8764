import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRange, anyToken } from '../test-support/rings.ts';
import { advance, MAX_TOKEN, MIN_TOKEN, RING_SIZE, token } from '../token/token.ts';
import { intersectRanges, isWrapping, rangeContains, rangeFraction, rangeSize, splitRange, type TokenRange, unwrapRange } from './range.ts';

const range = (start: bigint, end: bigint): TokenRange => ({ start: token(start), end: token(end) });
const holds = (ranges: readonly TokenRange[], value: bigint): boolean => ranges.some((each) => rangeContains(each, token(value)));
const adjoin = (ranges: readonly TokenRange[]): boolean => ranges.every(({ start }, at) => at === 0 || ranges[at - 1]?.end === start);

/** Tokens that tell two sets of ranges apart: every end, and its neighbours. */
const telling = (...ranges: readonly TokenRange[]): bigint[] =>
  ranges.flatMap(({ start, end }) => [start, end]).flatMap((end) => [advance(end, -1n), end, advance(end, 1n)]);

describe('rangeContains()', () => {
  it('leaves out the start and keeps the end', () => {
    expect([-10n, -9n, 10n, 11n].map((value) => rangeContains(range(-10n, 10n), token(value)))).toEqual([false, true, true, false]);
  });

  it('passes the top of the ring', () => {
    const held = [5n, 6n, MAX_TOKEN, MIN_TOKEN, -5n, -4n].filter((value) => rangeContains(range(5n, -5n), token(value)));
    expect(held).toEqual([6n, MAX_TOKEN, MIN_TOKEN, -5n]);
  });

  it('holds every token when start and end are one', () => {
    fc.assert(
      fc.property(anyToken, anyToken, (end, any) => {
        expect(rangeContains({ start: end, end }, any)).toBe(true);
      }),
    );
  });
});

describe('rangeSize()', () => {
  it('adds up to the whole ring with the rest of the ring', () => {
    fc.assert(
      fc.property(anyRange, ({ start, end }) => {
        fc.pre(start !== end);
        expect(rangeSize({ start, end }) + rangeSize({ start: end, end: start })).toBe(RING_SIZE);
        expect(rangeFraction({ start, end }) + rangeFraction({ start: end, end: start })).toBeCloseTo(1);
      }),
    );
  });
});

describe('unwrapRange()', () => {
  it('holds the same tokens in pieces of which none wraps', () => {
    fc.assert(
      fc.property(anyRange, anyToken, (whole, any) => {
        const pieces = unwrapRange(whole);
        expect(pieces.every((piece) => !isWrapping(piece))).toBe(true);
        expect(adjoin(pieces)).toBe(true);
        expect([any, ...telling(whole)].every((value) => holds(pieces, value) === rangeContains(whole, token(value)))).toBe(true);
      }),
    );
  });

  it('cuts at the minimum, where Cassandra cuts', () => {
    expect(unwrapRange(range(5n, -5n))).toEqual([range(5n, MIN_TOKEN), range(MIN_TOKEN, -5n)]);
    expect(unwrapRange(range(5n, MIN_TOKEN))).toEqual([range(5n, MIN_TOKEN)]);
    expect(unwrapRange(range(5n, 5n))).toEqual([range(5n, MIN_TOKEN), range(MIN_TOKEN, 5n)]);
  });
});

describe('splitRange()', () => {
  it('covers the range with adjoining parts whose sizes differ by at most one', () => {
    fc.assert(
      fc.property(anyRange, fc.integer({ min: 1, max: 40 }), (whole, parts) => {
        const split = splitRange(whole, parts);
        const sizes = split.map((part) => rangeSize(part));
        expect(adjoin(split)).toBe(true);
        expect([split[0]?.start, split.at(-1)?.end]).toEqual([whole.start, whole.end]);
        expect(sizes.reduce((sum, size) => sum + size, 0n)).toBe(rangeSize(whole));
        expect(
          sizes.every((size) => size === rangeSize(whole) / BigInt(split.length) || size === rangeSize(whole) / BigInt(split.length) + 1n),
        ).toBe(true);
      }),
    );
  });

  it('makes no empty part of a range that has fewer tokens than parts', () => {
    expect(splitRange(range(7n, 9n), 5)).toEqual([range(7n, 8n), range(8n, 9n)]);
  });

  it('refuses a number of parts that is none', () => {
    for (const parts of [0, -1, 1.5, Number.NaN]) expect(() => splitRange(range(0n, 9n), parts)).toThrow(RangeError);
  });
});

describe('intersectRanges()', () => {
  it('holds exactly the tokens that both hold, in separate pieces', () => {
    fc.assert(
      fc.property(anyRange, anyRange, anyToken, (a, b, any) => {
        const shared = intersectRanges(a, b);
        const asBoth = [any, ...telling(a, b)].every((value) => {
          const both = rangeContains(a, token(value)) && rangeContains(b, token(value));
          return shared.filter((piece) => rangeContains(piece, token(value))).length === (both ? 1 : 0);
        });
        expect(asBoth).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('finds both pieces where a wrapping range meets the ends of another', () => {
    expect(intersectRanges(range(-10n, 10n), range(5n, -5n))).toEqual([range(-10n, -5n), range(5n, 10n)]);
  });
});
