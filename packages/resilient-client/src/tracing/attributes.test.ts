import { expect, test } from 'vitest';
import { describeFailure, describeQuery } from './attributes.ts';

const SYSTEM = { 'db.system.name': 'cassandra' };

test('a statement is named by its operation and table; its keyspace is the one that it names, or else the client’s', () => {
  expect(describeQuery('SELECT a FROM other.items WHERE b = ?', 'shop')).toEqual({
    name: 'SELECT items',
    attributes: {
      ...SYSTEM,
      'db.namespace': 'other',
      'db.collection.name': 'items',
      'db.operation.name': 'SELECT',
      'db.query.text': 'SELECT a FROM other.items WHERE b = ?',
    },
  });
  expect(describeQuery('CREATE TYPE t (a int)', 'shop')).toMatchObject({ name: 'CREATE shop', attributes: { 'db.namespace': 'shop' } });
  expect(describeQuery('', undefined)).toEqual({ name: 'cassandra', attributes: SYSTEM });
});

test('a batch tells what all its statements have in common, and each text once', () => {
  const insert = 'INSERT INTO items (a) VALUES (?)';
  expect(describeQuery([{ query: insert, params: ['secret'] }, insert, { query: insert }], 'shop')).toEqual({
    name: 'BATCH INSERT items',
    attributes: {
      ...SYSTEM,
      'db.namespace': 'shop',
      'db.collection.name': 'items',
      'db.operation.name': 'BATCH INSERT',
      'db.operation.batch.size': 3,
      'db.query.text': insert,
    },
  });
  expect(describeQuery([insert, 'UPDATE other SET a = 1 WHERE b = ?'], 'shop')).toEqual({
    name: 'BATCH shop',
    attributes: {
      ...SYSTEM,
      'db.namespace': 'shop',
      'db.operation.name': 'BATCH',
      'db.operation.batch.size': 2,
      'db.query.text': `${insert}; UPDATE other SET a = ? WHERE b = ?`,
    },
  });
  expect(describeQuery([insert], undefined)).toMatchObject({ name: 'INSERT items', attributes: { 'db.operation.name': 'INSERT' } });
});

test('a text is cut where it is too long to keep', () => {
  const { attributes } = describeQuery(`SELECT ${'a, '.repeat(3_000)}b FROM t`, undefined);
  expect(String(attributes['db.query.text'])).toHaveLength(4_096);
});

test.each([
  [
    { code: 0x10_01, name: 'ResponseError' },
    { 'error.type': '4097', 'db.response.status_code': '4097' },
  ],
  [{ code: 'TOO_MANY_REQUESTS', name: 'OpsError' }, { 'error.type': 'TOO_MANY_REQUESTS' }],
  [{ code: 'ECONNRESET', name: 'Error' }, { 'error.type': 'ECONNRESET' }],
  [{ name: 'OperationTimedOutError' }, { 'error.type': 'OperationTimedOutError' }],
])('a failure is told by its code or its name: %o', (error, attributes) => {
  expect(describeFailure(error)).toEqual(attributes);
});
