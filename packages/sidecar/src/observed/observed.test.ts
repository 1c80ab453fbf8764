import { createManualClock } from '@ringside/core/testing';
import { MAX_TOKEN, MIN_TOKEN } from '@ringside/ring';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFqdnLookup } from './fqdn.ts';
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

describe('createFqdnLookup()', () => {
  it('asks once, keeps the answer for ten minutes, and gives the address where there is no name', async () => {
    const clock = createManualClock();
    const asked: string[] = [];
    const fqdn = createFqdnLookup({
      clock,
      reverse: async (address) => {
        asked.push(address);
        if (address === '10.0.0.2') throw new Error('ENOTFOUND');
        return 'node-1.example';
      },
    });
    expect(await fqdn('10.0.0.1')).toBe('node-1.example');
    expect(await fqdn('10.0.0.1')).toBe('node-1.example');
    expect(await fqdn('10.0.0.2')).toBe('10.0.0.2');
    expect(asked).toEqual(['10.0.0.1', '10.0.0.2']);
    await clock.advance(600_001);
    await fqdn('10.0.0.1');
    expect(asked).toHaveLength(3);
  });

  it('does not hold up an answer: a slow name is there for the next one', async () => {
    const clock = createManualClock();
    let tell = (_name: string): void => {};
    const fqdn = createFqdnLookup({ clock, reverse: () => new Promise((resolve) => (tell = resolve)) });
    const first = fqdn('10.0.0.1');
    await clock.advance(200);
    expect(await first).toBe('10.0.0.1');
    tell('slow.example');
    expect(await fqdn('10.0.0.1')).toBe('slow.example');
  });
});
