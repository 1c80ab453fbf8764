import { expect, test } from 'vitest';
import { isConditional } from './conditional.ts';

test.each([
  'INSERT INTO t (a) VALUES (?) IF NOT EXISTS',
  'update t set a = 1 where b = 2 if a = 0',
  'DELETE FROM t WHERE b = 1 IF EXISTS',
  'BEGIN BATCH INSERT INTO t (a) VALUES (1) IF NOT EXISTS; APPLY BATCH',
  'UPDATE t SET a = 1 WHERE b = 2 /* a note */ IF a = 0',
])('%s is conditional', (query) => {
  expect(isConditional(query)).toBe(true);
});

test.each([
  'SELECT a FROM t WHERE b = 1',
  "INSERT INTO t (a) VALUES ('only IF you can')",
  'UPDATE t SET "IF" = 1 WHERE b = 2',
  "INSERT INTO t (a) VALUES ('it''s IF') -- IF NOT EXISTS",
  'CREATE TABLE IF NOT EXISTS t (a int PRIMARY KEY)',
  'INSERT INTO gif (a) VALUES ($$ IF NOT EXISTS $$)',
])('%s is not', (query) => {
  expect(isConditional(query)).toBe(false);
});

test('a batch is conditional when one of its statements is', () => {
  expect(isConditional(['INSERT INTO t (a) VALUES (1)', { query: 'UPDATE t SET a = 1 WHERE b = 2 IF a = 0' }])).toBe(true);
  expect(isConditional(['INSERT INTO t (a) VALUES (1)', { query: 'UPDATE t SET a = 1 WHERE b = 2' }])).toBe(false);
});
