import { expect, test } from 'vitest';
import { FakeCql } from './fakes/fake-cql.ts';
import { loggedBatch } from './logged-batch.ts';

const INSERT = 'INSERT INTO shop.t (k, v) VALUES (?, ?)';

test('loggedBatch() makes one statement of several, with their values in order', () => {
  const writes = [
    { statement: INSERT, values: [1, 'a'] },
    { statement: INSERT, values: [2, 'b'] },
  ];
  expect(loggedBatch(writes)).toEqual({ statement: `BEGIN BATCH ${INSERT}; ${INSERT}; APPLY BATCH`, values: [1, 'a', 2, 'b'] });
});

test('loggedBatch() with a time writes at that time, in microseconds, so that an older batch changes nothing', () => {
  const cql = new FakeCql();
  cql.run('CREATE TABLE IF NOT EXISTS shop.t (k int, v text, PRIMARY KEY (k))', []);
  const write = (value: string, timestampMs: number) => loggedBatch([{ statement: INSERT, values: [1, value] }], timestampMs);
  for (const { statement, values } of [write('newer', 2_000), write('older', 1_000)]) cql.run(statement, values);
  expect(cql.rows('shop.t').map((row) => row.get('v'))).toEqual(['newer']);
  expect(cql.writeTimes('shop.t')).toEqual([[2_000_000, 2_000_000]]);
});
