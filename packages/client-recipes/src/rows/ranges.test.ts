import { MAX_TOKEN, MIN_TOKEN, token, type TokenRange } from '@ringside/ring';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addRange, cutRing, withoutRanges } from './ranges.ts';

const aToken = fc.bigInt({ min: MIN_TOKEN, max: MAX_TOKEN }).map(token);
/** Of a small part of the ring, so that ranges often meet. */
const aRange = fc
  .tuple(fc.bigInt(-20n, 20n), fc.bigInt(-20n, 20n))
  .filter(([a, b]) => a < b)
  .map(([a, b]) => ({ start: token(a), end: token(b) }));
const inRange =
  (at: bigint) =>
  ({ start, end }: TokenRange): boolean =>
    at > start && at <= end;

describe('cutRing()', () => {
  test('gives adjoining ranges from the minimum to the highest token, of which none spans a token of the ring', () => {
    fc.assert(
      fc.property(fc.array(aToken, { maxLength: 20 }), fc.integer({ min: 1, max: 100 }), (tokens, count) => {
        const ranges = cutRing(tokens, count);
        expect([ranges[0]?.start, ranges.at(-1)?.end]).toEqual([MIN_TOKEN, MAX_TOKEN]);
        expect(ranges.slice(1).map(({ start }) => start)).toEqual(ranges.slice(0, -1).map(({ end }) => end));
        expect(ranges.filter(({ start, end }) => start >= end)).toEqual([]);
        expect(tokens.filter((each) => ranges.some(({ start, end }) => each > start && each < end))).toEqual([]);
      }),
    );
  });

  test('gives about as many as are asked for where the ring has fewer tokens, and one for each token where it has more', () => {
    expect(cutRing([token(0n)], 256)).toHaveLength(256);
    expect(cutRing([], 1)).toEqual([{ start: MIN_TOKEN, end: MAX_TOKEN }]);
    expect(cutRing([token(-5n), token(0n), token(7n)], 1)).toHaveLength(4);
  });
});

test('addRange() and withoutRanges() agree with sets of tokens', () => {
  fc.assert(
    fc.property(fc.array(aRange, { maxLength: 8 }), aRange, (added, range) => {
      const taken = added.reduce(addRange, [] as readonly TokenRange[]);
      const left = withoutRanges(range, taken);
      const tokens = Array.from({ length: 43 }, (_, index) => BigInt(index) - 21n);
      expect(tokens.filter((at) => taken.some(inRange(at)))).toEqual(tokens.filter((at) => added.some(inRange(at))));
      expect(tokens.filter((at) => left.some(inRange(at)))).toEqual(tokens.filter((at) => inRange(at)(range) && !added.some(inRange(at))));
      expect(taken.slice(1).filter(({ start }, at) => start <= (taken[at]?.end ?? start))).toEqual([]);
    }),
  );
});
