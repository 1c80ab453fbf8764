import type { OperationStore } from '@ringside/operations';
import { beforeEach, describe, expect, test } from 'vitest';
import { createCqlStore } from './store.ts';
import { driverError, FakeCassandra } from './testing/fake-cassandra.ts';
import { newOperation } from './testing/new-operation.ts';

const BATCHES = [['a:1']];
let fake: FakeCassandra;
let store: OperationStore;

beforeEach(() => {
  fake = new FakeCassandra();
  store = createCqlStore(fake.port);
});

describe('the first operation', () => {
  test('makes the keyspace and its tables, each statement sent once', async () => {
    fake.nodes = { dc1: 12, dc2: 2 };
    await store.create(newOperation(BATCHES));
    const made = fake.sentLike(/^CREATE/);
    expect(made[0]?.statement).toBe(
      "CREATE KEYSPACE IF NOT EXISTS ringside WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': '3', 'dc2': '2'}",
    );
    expect(made).toHaveLength(4);
    expect(made.filter(({ options }) => options?.isIdempotent !== false)).toEqual([]);
  });

  test('gives each table an id of its own that is always the same, and a time to live to all but the row that says which is active', async () => {
    await store.create(newOperation(BATCHES));
    const tables = fake.sentLike(/^CREATE TABLE/).map(({ statement }) => statement);
    const ids = tables.map((statement) => / WITH id = ([0-9a-f-]{36})/.exec(statement)?.[1]);
    expect(new Set(ids).size).toBe(3);
    expect(ids).not.toContain(undefined);
    const forever = tables.filter((statement) => !statement.includes('default_time_to_live = 7776000'));
    expect(forever).toEqual([expect.stringContaining('ringside.active_operation')]);
  });

  test('is refused where the role may not, with what to grant', async () => {
    fake.fault = ({ statement }) =>
      statement.startsWith('CREATE') ? { fails: driverError(0x21_00, 'User eva has no CREATE permission on <all keyspaces>') } : undefined;
    await expect(store.create(newOperation(BATCHES))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining('no CREATE permission'),
      remedy: expect.stringContaining('Grant'),
    });
  });
});

describe('the first repair', () => {
  const repair = { tables: [{ keyspace: 'shop', table: 'orders' }], type: 'full' } as const;
  const begin = async (): Promise<void> => {
    const operation = { ...newOperation(BATCHES), kind: 'repair', repair } as const;
    await store.create(operation);
    await expect(store.read(operation.id)).resolves.toMatchObject({ kind: 'repair', repair });
    await store.release(operation.id);
  };

  test('adds the column of repairs, and no other operation asks for it', async () => {
    const restart = newOperation(BATCHES);
    await store.create(restart);
    await store.release(restart.id);
    expect(fake.sentLike(/ALTER|system_schema.columns/)).toEqual([]);
    await begin();
    await begin();
    expect(fake.sentLike(/^ALTER TABLE/).map(({ statement }) => statement)).toEqual([
      'ALTER TABLE ringside.operations ADD repair text STATIC',
    ]);
  });

  test('goes on where somebody else adds it at the same time', async () => {
    fake.fault = ({ statement }) => void (statement.startsWith('ALTER') && fake.run(statement, []));
    await begin();
    expect(fake.sentLike(/^ALTER TABLE/)).toHaveLength(1);
  });
});

describe('when nodes have come', () => {
  beforeEach(async () => {
    fake.nodes = { dc1: 1 };
    const operation = newOperation(BATCHES);
    await store.create(operation);
    await store.release(operation.id);
    fake.nodes = { dc1: 4, dc2: 1 };
    fake.sent.length = 0;
  });

  test('the next operation gives the keyspace replicas, one at a time, each after a look that none is active', async () => {
    await store.create(newOperation(BATCHES));
    const steps = fake.sent
      .slice(0, 9)
      .map(({ statement, options }) => (statement.startsWith('ALTER') ? statement.slice(-60) : options?.consistency));
    expect(steps).toEqual([
      'ONE', // its replication; that it is there is known
      'SERIAL',
      expect.stringContaining("'dc1': '2'}"),
      'SERIAL',
      expect.stringContaining("'dc1': '3'}"),
      'SERIAL',
      expect.stringContaining("'dc1': '3', 'dc2': '1'}"),
      'SERIAL', // which operation stands in the way
      undefined,
    ]);
  });

  test('it keeps the replicas that it has while an operation is active', async () => {
    fake.nodes = { dc1: 1 };
    await store.create(newOperation(BATCHES));
    fake.nodes = { dc1: 3 };
    await expect(store.create(newOperation(BATCHES))).resolves.toMatchObject({ created: false });
    expect(fake.sentLike(/^ALTER/)).toEqual([]);
  });

  test('one that becomes active between two steps ends them', async () => {
    const other = newOperation(BATCHES);
    fake.fault = ({ statement }) => {
      if (statement.startsWith('ALTER'))
        fake.run('UPDATE ringside.active_operation SET id = ? WHERE scope = ? IF id = null', [other.id, 'cluster']);
      return undefined;
    };
    await store.create(newOperation(BATCHES));
    expect(fake.sentLike(/^ALTER/)).toHaveLength(1);
  });

  test('a role that may not alter the keyspace uses it as it is', async () => {
    fake.fault = ({ statement }) => (statement.startsWith('ALTER') ? { fails: driverError(0x21_00, 'no ALTER permission') } : undefined);
    await expect(store.create(newOperation(BATCHES))).resolves.toEqual({ created: true });
    expect(fake.sentLike(/^ALTER/)).toHaveLength(1);
  });
});
