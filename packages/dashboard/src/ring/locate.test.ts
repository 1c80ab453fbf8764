import { isOpsError } from '@ringside/core';
import { describe, expect, it } from 'vitest';
import { observed } from '../testing/observed.ts';
import { rangeAt, readKey, TEXT_KEY } from './locate.ts';

describe('readKey()', () => {
  it('finds the token that Cassandra gives a key of one column or several', () => {
    expect(readKey(TEXT_KEY, ['alice'])).toMatchObject({ token: 5699955792253506986n });
    const two = { columns: ['text', 'int'].map((type) => ({ name: type, type })), userTypes: [] };
    expect(readKey(two, ['alice', '7'])).toMatchObject({ token: expect.any(BigInt) });
  });

  it('waits for what is missing, and says what a column cannot be', () => {
    const number = { columns: [{ name: 'id', type: 'int' }], userTypes: [] };
    expect([readKey(TEXT_KEY, []), readKey(TEXT_KEY, ['']), readKey({ columns: [], userTypes: [] }, [])]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(isOpsError(readKey(number, ['alice']))).toBe(true);
  });
});

it('rangeAt() finds the range of a token, in one that wraps too', () => {
  const ranges = observed({ keyspaces: { orders: 1 } }).availability.keyspaces[0]?.ranges ?? [];
  for (const { end, replicas } of ranges) expect(rangeAt(ranges, BigInt(end))?.replicas).toEqual(replicas);
  expect(rangeAt(ranges, 2n ** 63n - 1n)?.end).toBe(ranges[0]?.end);
});
