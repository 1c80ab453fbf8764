import { useCluster } from '@ringside/cluster/vitest';
import { type NewOperation, newTimeUuid, operationErrors, type OperationStore } from '@ringside/operations';
import { operationStoreContract } from '@ringside/operations/contract';
import { describe, expect, test } from 'vitest';
import { connect, executeAll } from './support/driver.ts';
import { useOperationStores } from './support/operation-stores.ts';

const cluster = useCluster({ nodes: 3, numTokens: 8, shared: false });
const stores = useOperationStores(cluster, 4);
const ROUNDS = 20;
/** A call ends after 15 s, and this machine may be slow. */
const SOON_MS = 20_000;

function store(index = 0): OperationStore {
  return stores()[index] as OperationStore;
}

function newOperation(): NewOperation {
  const requestedAtMs = Date.now();
  const asked = { batches: [['10.0.0.1:7000'], ['10.0.0.2:7000']], levels: {}, requestedBy: 'eva', reason: null, requestedAtMs };
  return { id: newTimeUuid(requestedAtMs), kind: 'restart', ...asked };
}

/** What each node has as the ids of the tables, and how the keyspace is replicated. */
async function schemaOfNodes(): Promise<readonly string[]> {
  return Promise.all(
    cluster().nodes.map(async (node) => {
      const session = await connect(node);
      const tables = await session.execute("SELECT table_name, id FROM system_schema.tables WHERE keyspace_name = 'ringside'");
      const keyspaces = await session.execute("SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = 'ringside'");
      await session.close();
      const replication = keyspaces.rows.map((row) => Object.fromEntries(row['replication'] as Map<string, string>));
      return JSON.stringify([tables.rows, replication]);
    }),
  );
}

/** How long something took to fail, and with what. */
async function failure(work: Promise<unknown>): Promise<{ readonly error: unknown; readonly tookMs: number }> {
  const startMs = performance.now();
  const error = await work.then(
    () => 'nothing, it succeeds',
    (thrown: unknown) => thrown,
  );
  return { error, tookMs: performance.now() - startMs };
}

describe('before anything was created', () => {
  test('nothing is kept, and nothing is made', async () => {
    await expect(store().active({ serial: true })).resolves.toBeUndefined();
    await expect(store().read(newOperation().id)).resolves.toBeUndefined();
    await expect(store().list(10)).resolves.toEqual([]);
    await expect(store().write(newOperation().id, { expected: { operation: { intent: 'run' } }, set: {} })).resolves.toBe(false);
    await expect(store().release(newOperation().id)).resolves.toBeUndefined();
    expect(new Set(await schemaOfNodes())).toEqual(new Set(['[[],[]]']));
  });

  test('stores that make the keyspace at the same time make one, with the same tables on each node', async () => {
    const answers = await Promise.all(stores().map(async (each) => each.create(newOperation())));
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    await cluster().waitForSchemaAgreement();
    const schemas = await schemaOfNodes();
    expect(new Set(schemas).size).toBe(1);
    expect(schemas[0]).toContain('"dc1":"3"');
    expect(schemas[0]).toContain('5d9b7c10-3f0e-4c52-9a57-6f0d7b1e0a02');
    const active = (await store().active()) as string;
    expect(await Promise.all(stores().map(async (each) => (await each.read(active))?.id))).toEqual(stores().map(() => active));
  });
});

operationStoreContract(store);

test('of two stores that create at once one wins and both know which, round after round', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    await store(round % 4).release((await store().active()) ?? newOperation().id);
    const operations = [newOperation(), newOperation()] as const;
    const answers = await Promise.all(operations.map((operation, index) => store(index).create(operation)));
    const active = await store(2).active();
    expect(answers).toEqual(operations.map(({ id }) => (id === active ? { created: true } : { created: false, active })));
    const kept = await Promise.all(operations.map(({ id }) => store(3).read(id)));
    expect(kept.flatMap((each) => each?.id ?? [])).toEqual([active]);
  }
});

test('fifty that read the active operation at the serial level at once are all told', async () => {
  const active = await store().active();
  const told = await Promise.all(Array.from({ length: 50 }, (_, index) => store(index % 4).active({ serial: true })));
  expect(new Set(told)).toEqual(new Set([active]));
});

test('the keyspace gets as many replicas as there are nodes for when nothing is active', async () => {
  await store().release((await store().active()) ?? newOperation().id);
  const session = await connect(cluster().node(0));
  await executeAll(session, ["ALTER KEYSPACE ringside WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': '1'}"]);
  await session.close();
  const operation = newOperation();
  await expect(store(1).create(operation)).resolves.toEqual({ created: true });
  expect((await schemaOfNodes()).filter((schema) => !schema.includes('"dc1":"3"'))).toEqual([]);
  await expect(store(2).create(newOperation())).resolves.toEqual({ created: false, active: operation.id });
});

test('a keyspace that was dropped is made again with the first operation, without what it had', async () => {
  const before = await store().active();
  const session = await connect(cluster().node(0));
  await executeAll(session, ['DROP KEYSPACE ringside']);
  await session.close();
  await cluster().waitForSchemaAgreement();
  // Each store learns of it by its first failure.
  await Promise.allSettled(stores().map((each) => each.active()));
  await expect(store().active({ serial: true })).resolves.toBeUndefined();
  const operation = newOperation();
  await expect(store().create(operation)).resolves.toEqual({ created: true });
  await expect(store(1).active({ serial: true })).resolves.toBe(operation.id);
  await expect(store(1).read(String(before))).resolves.toBeUndefined();
  expect((await store(2).list(100)).map(({ id }) => id)).toEqual([operation.id]);
});

describe('when nodes are down', () => {
  const pause = { expected: { operation: { intent: 'run' } }, set: { operation: { intent: 'pause' } } } as const;

  test('one less changes nothing', async () => {
    await cluster().node(2).kill();
    const active = (await store().active({ serial: true })) as string;
    await expect(store().write(active, pause)).resolves.toBe(true);
    await expect(store(1).read(active)).resolves.toMatchObject({ intent: 'pause' });
    await store(1).release(active);
    const next = newOperation();
    await expect(store(2).create(next)).resolves.toEqual({ created: true });
    await expect(store(3).create(next)).resolves.toEqual({ created: true });
    await expect(store(3).create(newOperation())).resolves.toEqual({ created: false, active: next.id });
  });

  test('two less of three can decide nothing, which each call says soon, and goes on when they are back', async () => {
    const active = (await store().active()) as string;
    // Paused, since a throwaway node that is killed forgets what it acknowledged: with the other one it would be a quorum that knows nothing.
    await cluster().node(1).pause();
    const calls = [
      store().active(),
      store(1).active({ serial: true }),
      store(2).read(active),
      store(3).list(5),
      store().write(active, pause),
      store(1).release(newOperation().id),
    ];
    const failures = await Promise.all(calls.map(failure));
    expect(failures.filter(({ error }) => !operationErrors.OPERATIONS_UNAVAILABLE.is(error))).toEqual([]);
    expect(failures.filter(({ tookMs }) => tookMs > SOON_MS)).toEqual([]);
    // When they are known to be down, at once.
    await cluster().waitForMissed(cluster().node(1));
    const known = await failure(store().active());
    expect(operationErrors.OPERATIONS_UNAVAILABLE.is(known.error)).toBe(true);
    await cluster().node(1).resume();
    await cluster().node(2).start();
    await cluster().waitForAllUp();
    await expect.poll(() => store().active({ serial: true }).catch(String), { timeout: 60_000, interval: 500 }).toBe(active);
    await expect
      .poll(() => store(1).create(newOperation()).catch(String), { timeout: 60_000, interval: 500 })
      .toEqual({ created: false, active });
    const intent = (await store(2).read(active, { serial: true }))?.intent;
    expect(['run', 'pause']).toContain(intent);
    await store(3).release(active);
    await expect(store().active()).resolves.toBeUndefined();
  });
});
