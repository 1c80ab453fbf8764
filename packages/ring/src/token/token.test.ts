import { OpsError } from '@ringside/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyToken } from '../test-support/rings.ts';
import { advance, compareTokens, distance, MAX_TOKEN, MIN_TOKEN, RING_SIZE, token } from './token.ts';

describe('token()', () => {
  it('reads back every token that it is shown', () => {
    fc.assert(
      fc.property(anyToken, (value) => {
        expect([token(String(value)), token(value)]).toEqual([value, value]);
      }),
    );
  });

  it('refuses what lies off the ring or is not a whole number, and says the bounds', () => {
    for (const wrong of [
      '9223372036854775808',
      '-9223372036854775809',
      '',
      ' ',
      '1.5',
      'abc',
      '0x10',
      '1e3',
      MAX_TOKEN + 1n,
      MIN_TOKEN - 1n,
    ]) {
      expect(() => token(wrong)).toThrow(OpsError);
      expect(() => token(wrong)).toThrow(/is not a token/);
    }
  });
});

describe('distance() and advance()', () => {
  it('undo each other, past the top of the ring too', () => {
    fc.assert(
      fc.property(anyToken, anyToken, (from, to) => {
        expect(advance(from, distance(from, to))).toBe(to);
        expect(distance(from, to)).toBeLessThan(RING_SIZE);
      }),
    );
  });

  it('step from the highest token to the lowest', () => {
    expect(advance(MAX_TOKEN, 1n)).toBe(MIN_TOKEN);
    expect(distance(MAX_TOKEN, MIN_TOKEN)).toBe(1n);
  });
});

describe('compareTokens()', () => {
  it('keeps neighbouring tokens apart where numbers cannot', () => {
    const neighbours = [MAX_TOKEN, token(MAX_TOKEN - 1n), MIN_TOKEN, token(MIN_TOKEN + 1n)];
    expect(neighbours.toSorted(compareTokens)).toEqual([MIN_TOKEN, MIN_TOKEN + 1n, MAX_TOKEN - 1n, MAX_TOKEN]);
  });
});
