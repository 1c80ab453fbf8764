import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareTokens, parseRanges } from './ranges.ts';

test('parseRanges() reads the keys that Java prints and orders ranges by their end', () => {
  const map = { '[3, -9223372036854775808]': ['a:1', 'b:1'], '[0, 3]': ['b:1'], '[-9223372036854775808, 0]': ['c:1'] };
  expect(parseRanges(map)).toEqual([
    { start: '3', end: '-9223372036854775808', endpoints: ['a:1', 'b:1'] },
    { start: '-9223372036854775808', end: '0', endpoints: ['c:1'] },
    { start: '0', end: '3', endpoints: ['b:1'] },
  ]);
});

test.each(['', '[1]', '[1,2]', '[1, 2, 3]', '[a, b]', '1, 2'])('parseRanges() gives undefined for the key %j', (key) => {
  expect(parseRanges({ [key]: [] })).toBeUndefined();
});

test('compareTokens() orders tokens that no number holds apart', () => {
  const token = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(token, token, (a, b) => {
      expect(Math.sign(compareTokens(String(a), String(b)))).toBe(a < b ? -1 : a > b ? 1 : 0);
    }),
  );
  expect(compareTokens('9223372036854775806', '9223372036854775807')).toBe(-1);
});
