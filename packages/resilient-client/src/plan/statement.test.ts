import { expect, test } from 'vitest';
import { firstText, statementInfo } from './statement.ts';

test.each([
  ['SELECT name FROM items WHERE id = ?', 'SELECT', undefined, 'items'],
  ['select * from Shop . Items', 'select', 'shop', 'items'],
  ['INSERT INTO "Shop"."a ""b""" (id) VALUES (?)', 'INSERT', 'Shop', 'a "b"'],
  ['UPDATE shop.items USING TTL ? SET name = ?', 'UPDATE', 'shop', 'items'],
  ['DELETE name FROM items WHERE id = ?', 'DELETE', undefined, 'items'],
  ['TRUNCATE TABLE shop.items', 'TRUNCATE', 'shop', 'items'],
  ["/* SELECT FROM a */ SELECT name -- FROM b\nFROM c WHERE d = ' FROM e'", 'SELECT', undefined, 'c'],
  ['BEGIN UNLOGGED BATCH INSERT INTO items (id) VALUES (1); APPLY BATCH', 'BATCH', undefined, 'items'],
  ['CREATE KEYSPACE shop', 'CREATE', undefined, undefined],
  ['', '', undefined, undefined],
])('%s', (text, operation, keyspace, table) => {
  expect(statementInfo(text)).toEqual({ operation, keyspace, table });
});

test('the first statement of a batch stands for it, as text or with its values', () => {
  expect(firstText('SELECT 1')).toBe('SELECT 1');
  expect(firstText(['A', 'B'])).toBe('A');
  expect(firstText([{ query: 'C', params: [] }])).toBe('C');
  expect(firstText([])).toBe('');
  expect(firstText([{ params: [] }])).toBe('');
  expect(firstText([null])).toBe('');
});
