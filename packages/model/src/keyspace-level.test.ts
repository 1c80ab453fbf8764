import { expect, it } from 'vitest';
import { parseKeyspaceLevel, parseLevels } from './keyspace-level.ts';

it('reads a keyspace and its level, and keeps the case of the name', () => {
  expect(parseKeyspaceLevel('Orders=local_one', '--level')).toEqual(['Orders', 'LOCAL_ONE']);
  expect(parseKeyspaceLevel('"Orders"=ALL', '--level')).toEqual(['Orders', 'ALL']);
});

it.each(['orders', 'orders=', '=ALL', 'a=ALL=ONE', 'two words=ONE'])('refuses %s and shows how it is written', (text) => {
  expect(() => parseKeyspaceLevel(text, '--level')).toThrow(
    expect.objectContaining({
      code: 'INVALID_ARGUMENT',
      message: `--level must be a keyspace and a consistency level, not ${JSON.stringify(text)}`,
      remedy: 'Write it like orders=QUORUM.',
    }),
  );
});

it('reads the levels of an operation, and refuses one that is none', () => {
  expect(parseLevels({ orders: 'quorum', Mixed: 'ANY' })).toEqual({ orders: 'QUORUM', Mixed: 'ANY' });
  expect(() => parseLevels({ orders: 'MOST' })).toThrow(expect.objectContaining({ code: 'INVALID_CONSISTENCY_LEVEL' }));
});
