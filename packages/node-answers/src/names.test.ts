import { errors } from '@ringside/core';
import { keyspaceName, type TableName, tableName } from '@ringside/model';
import { describe, expect, it } from 'vitest';
import { noSuchTable, requireTable, type WithTables } from './names.ts';

const ORDERS = keyspaceName('orders');
const open: WithTables = { cql: { tableNames: async () => ['events'] } };
const closed: WithTables = {
  cql: {
    tableNames: async () => {
      throw errors.OPERATION_TIMED_OUT({ message: 'Reading the schema took too long' });
    },
  },
};
const broken: WithTables = {
  cql: {
    tableNames: async () => {
      throw new TypeError('a defect');
    },
  },
};

describe('a table that a keyspace does not have', () => {
  const misspelt: TableName = tableName('event');

  it('is NOT_FOUND with the near miss while CQL answers', async () => {
    await expect(noSuchTable(open, ORDERS, misspelt)).resolves.toMatchObject({ code: 'NOT_FOUND', details: { near: 'events' } });
    await expect(requireTable(open, ORDERS, misspelt)).rejects.toMatchObject({ code: 'NOT_FOUND', details: { near: 'events' } });
  });

  it('is NOT_FOUND without a near miss where the node has said so while CQL is closed', async () => {
    const error = await noSuchTable(closed, ORDERS, misspelt);
    expect([error.code, error.details]).toEqual(['NOT_FOUND', undefined]);
  });

  it('is not checked beforehand while CQL is closed, and a defect is not taken for that', async () => {
    await expect(requireTable(closed, ORDERS, misspelt)).resolves.toBeUndefined();
    await expect(noSuchTable(broken, ORDERS, misspelt)).rejects.toThrow('a defect');
  });
});
