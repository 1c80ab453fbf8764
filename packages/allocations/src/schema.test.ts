import { createTables } from '@ringside/client-recipes';
import { FakeCql, fakeCqlClient } from '@ringside/client-recipes/testing';
import { expect, test } from 'vitest';
import { allocationsSchema, allocationTables } from './schema.ts';

test('every statement of the schema is accepted, names its table in the keyspace, and does no harm when it is run again', async () => {
  const cql = new FakeCql();
  const schema = allocationsSchema('MixKs');
  await createTables(fakeCqlClient(cql), [...schema, ...schema]);
  const tables = Object.values(allocationTables('MixKs'));
  expect(schema.map((statement) => /EXISTS (\S+) /.exec(statement)?.[1])).toEqual(tables);
  expect(tables.map((table) => cql.rows(table))).toEqual(tables.map(() => []));
  expect(tables[0]).toBe('"MixKs".ab_tests');
});

test('intents expire after a day, in windows of two hours, and are dropped a day later', () => {
  const intents = allocationsSchema('shop').at(-1);
  expect(intents).toContain('default_time_to_live = 86400 AND gc_grace_seconds = 86400');
  expect(intents).toContain("{'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'HOURS', 'compaction_window_size': 2}");
});

test('what is not the name of a keyspace is refused', () => {
  expect(() => allocationsSchema('shop; DROP')).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});
