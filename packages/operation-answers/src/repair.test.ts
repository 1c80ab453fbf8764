import type { RepairAnswer, RepairRequest } from '@ringside/api';
import { createMemoryStore, newTimeUuid, type OperationStore } from '@ringside/operations';
import { simulateCluster, type SimulatedCluster } from '@ringside/simulated-cluster';
import { afterEach, describe, expect, it } from 'vitest';
import { createOperations, type Operations } from './create-operations.ts';
import { optionsOf, type Simulated } from './testing/simulated-nodes.ts';

const NODES = ['127.0.0.1:7000', '127.0.0.2:7000', '127.0.0.3:7000'];
const ofFactor = (dc1: string, tables: readonly string[]): { replication: Record<string, string>; tables: readonly string[] } => ({
  replication: { class: 'NetworkTopologyStrategy', dc1 },
  tables,
});
const KEYSPACES = { orders: ofFactor('3', ['items', 'by_customer']), Shop: ofFactor('2', ['Cart']), carts: ofFactor('1', ['t']) };

const running: { readonly operations: Operations<Simulated>; readonly cluster: SimulatedCluster }[] = [];

/** How repairs are asked for at a sidecar beside all nodes of a cluster. */
function sidecar(store: OperationStore = createMemoryStore(), cluster: SimulatedCluster = simulateCluster({ keyspaces: KEYSPACES })) {
  const options = optionsOf(cluster, store);
  const operations = createOperations(options);
  operations.start();
  running.push({ operations, cluster });
  const repair = async (body: RepairRequest = {}): Promise<RepairAnswer> => {
    const context = { params: {}, body, instance: options.instances[0] as Simulated, caller: 'otto', signal: new AbortController().signal };
    const answer = await operations.handlers.repairCluster(context as unknown as Parameters<typeof operations.handlers.repairCluster>[0]);
    return (answer as { readonly body: RepairAnswer }).body;
  };
  return { repair, store, cluster };
}

afterEach(async () => {
  for (const { operations, cluster } of running.splice(0)) {
    const stopped = operations.stop();
    await cluster.clock.advance(5_000);
    await stopped;
  }
});

describe('a repair of nothing named', () => {
  it('is of every table of which two nodes have the same rows, on every node', async () => {
    const { operation, plan } = await sidecar().repair({ reason: 'weekly' });
    const tables = [
      { keyspace: 'Shop', table: 'Cart' },
      { keyspace: 'orders', table: 'by_customer' },
      { keyspace: 'orders', table: 'items' },
    ];
    expect(plan).toMatchObject({ type: 'full', batches: NODES.map((node) => [node]), refusals: [] });
    expect(plan.tables.filter(({ keyspace }) => !keyspace.startsWith('system'))).toEqual(tables);
    expect(plan.tables.map(({ keyspace }) => keyspace)).not.toContain('system_traces');
    const repair = { tables: plan.tables, type: 'full' };
    expect(operation).toMatchObject({ kind: 'repair', repair, requestedBy: 'otto', reason: 'weekly', state: 'running', levels: {} });
  });

  it('ends when every node has repaired its ranges', async () => {
    const { repair, store, cluster } = sidecar();
    const { operation } = await repair({ keyspaces: ['orders'] });
    for (let second = 0; second < 900 && (await store.active()) !== undefined; second += 1) {
      await cluster.clock.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const steps = NODES.map((node) => ({ node, phase: 'done' }));
    expect(await store.read(operation?.id ?? '')).toMatchObject({ state: 'succeeded', problem: null, steps });
  }, 60_000);
});

describe('what is named', () => {
  it('is repaired alone: keyspaces, or tables of one', async () => {
    const { repair } = sidecar();
    expect((await repair({ keyspaces: ['Shop'], type: 'incremental', dryRun: true })).plan).toMatchObject({
      tables: [{ keyspace: 'Shop', table: 'Cart' }],
      type: 'incremental',
    });
    const { operation, plan } = await repair({ keyspaces: ['orders'], tables: ['items'], dryRun: true });
    expect([operation, plan.tables]).toEqual([null, [{ keyspace: 'orders', table: 'items' }]]);
  });

  it.each<readonly [string, RepairRequest, object]>([
    ['a keyspace that is not there', { keyspaces: ['order'] }, { code: 'NOT_FOUND', message: 'There is no keyspace order' }],
    ['a table that is not there', { keyspaces: ['orders'], tables: ['item'] }, { code: 'NOT_FOUND', remedy: 'Did you mean items?' }],
    ['tables of no keyspace', { tables: ['items'] }, { code: 'INVALID_ARGUMENT' }],
    ['tables of two keyspaces', { keyspaces: ['orders', 'Shop'], tables: ['items'] }, { code: 'INVALID_ARGUMENT' }],
    [
      'a keyspace with one replica',
      { keyspaces: ['carts'] },
      { code: 'INVALID_ARGUMENT', message: expect.stringContaining('nothing to repair') },
    ],
    ['no keyspace', { keyspaces: [] }, { code: 'INVALID_ARGUMENT' }],
  ])('is refused where it is %s', async (_, request, error) => {
    const { repair, store } = sidecar();
    await expect(repair(request)).rejects.toMatchObject(error);
    expect(await store.active()).toBeUndefined();
  });
});

describe('a repair', () => {
  it('is planned with the reason, and not begun, while a replica is down', async () => {
    const { repair, cluster, store } = sidecar();
    cluster.node('node3').kill();
    await cluster.clock.advance(60_000);
    const reason = expect.stringMatching(/^127\.0\.0\.3:7000 is .*A repair compares every replica, so all of them must be up\.$/) as string;
    expect((await repair({ dryRun: true })).plan.refusals).toEqual([reason]);
    await expect(repair()).rejects.toMatchObject({ code: 'OPERATION_REFUSED', details: { reasons: [reason] } });
    expect(await store.active()).toBeUndefined();
  });

  it('is refused while another operation is not finished, and begun once under an id of one’s own', async () => {
    const { repair, cluster } = sidecar();
    const id = newTimeUuid(cluster.clock.nowMs());
    expect((await repair({ id })).operation).toMatchObject({ id });
    expect((await repair({ id })).operation).toMatchObject({ id });
    await expect(repair()).rejects.toMatchObject({ code: 'OPERATION_ACTIVE', details: { id } });
  });
});
