import { MAX_TOKEN, MIN_TOKEN } from '@ringside/ring';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutOverlaps, type EndpointRange, unwrap } from './ranges.ts';

const small = fc.bigInt({ min: -20n, max: 20n });
const wrapped = fc.record({ start: small, end: small, endpoints: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }) });

/** Whether (start, end] holds a token, wrapping. */
function holds({ start, end }: EndpointRange, token: bigint): boolean {
  return start < end ? token > start && token <= end : token > start || token <= end;
}

describe('unwrap()', () => {
  it('holds the same tokens, in ranges that do not wrap, cut at the ends of the token space', () => {
    fc.assert(
      fc.property(wrapped, small, (range, token) => {
        const parts = unwrap(range);
        expect(parts.every(({ start, end }) => start < end)).toBe(true);
        expect(parts.filter((part) => holds(part, token))).toHaveLength(holds(range, token) ? 1 : 0);
        expect(parts.length === 1 || (parts[0]?.end === MAX_TOKEN && parts[1]?.start === MIN_TOKEN)).toBe(true);
      }),
    );
  });
});

describe('cutOverlaps()', () => {
  it('gives each token the endpoints of exactly the ranges that hold it, in ranges that do not overlap', () => {
    fc.assert(
      fc.property(fc.array(wrapped, { maxLength: 8 }), small, (raw, token) => {
        const ranges = raw.flatMap((range) => unwrap(range));
        const pieces = cutOverlaps(ranges);
        for (const [index, { start }] of pieces.entries()) expect(index === 0 || start >= (pieces[index - 1]?.end ?? 0n)).toBe(true);
        const found = pieces.filter((piece) => holds(piece, token)).flatMap(({ endpoints }) => endpoints);
        const expected = ranges.filter((range) => holds(range, token)).flatMap(({ endpoints }) => endpoints);
        expect(new Set(found)).toEqual(new Set(expected));
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });

  it('leaves ranges that do not overlap as they are', () => {
    const ranges = [
      { start: 1n, end: 5n, endpoints: ['a', 'b'] },
      { start: 5n, end: 9n, endpoints: ['b', 'c'] },
    ];
    expect(cutOverlaps(ranges)).toEqual(ranges);
  });

  it('puts natural replicas before pending ones', () => {
    const natural = { start: 0n, end: 10n, endpoints: ['b', 'a'] };
    const pending = { start: -5n, end: 5n, endpoints: ['0', 'a'] };
    expect(cutOverlaps([natural, pending])).toEqual([
      { start: -5n, end: 0n, endpoints: ['0', 'a'] },
      { start: 0n, end: 5n, endpoints: ['b', 'a', '0'] },
      { start: 5n, end: 10n, endpoints: ['b', 'a'] },
    ]);
  });
});
