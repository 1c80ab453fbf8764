import { createMemoryStore, type OperationStore } from '@ringside/operations';
import { type SimulatedSidecar, startSimulatedSidecar } from '@ringside/sidecar/testing';
import { simulateCluster } from '@ringside/simulated-cluster';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Ran, run } from '../testing/run.ts';

const KEYSPACES = {
  orders: { replication: { class: 'NetworkTopologyStrategy', dc1: '3' }, tables: ['items', 'by_customer'] },
  Shop: { replication: { class: 'NetworkTopologyStrategy', dc1: '3' }, tables: ['Cart'] },
};

let store: OperationStore;
let sidecar: SimulatedSidecar;

beforeEach(async () => {
  store = createMemoryStore();
  sidecar = await startSimulatedSidecar({ operations: store, cluster: simulateCluster({ keyspaces: KEYSPACES }) });
});

afterEach(async () => await sidecar.close());

const ran = async (...words: readonly string[]): Promise<Ran> => await run([...words, '--sidecar', sidecar.url]);

it('--dry-run prints the plan, and begins nothing', async () => {
  const { exitCode, out } = await ran('repair', 'orders', 'Shop', '--dry-run');
  expect([exitCode, await store.active()]).toEqual([0, undefined]);
  expect(out).toBe(`Full repair of Shop (1 table), orders (2 tables)

Batch  Nodes that repair at the same time
1      127.0.0.1:7000
2      127.0.0.2:7000
3      127.0.0.3:7000
`);
});

it('says what speaks against it, with exit code 1 where it is only planned', async () => {
  sidecar.cluster.node('node3').kill();
  await sidecar.cluster.clock.advance(60_000);
  const { exitCode, out } = await ran('repair', 'orders', '--dry-run');
  expect([exitCode, out]).toEqual([1, expect.stringMatching(/^Not now: 127\.0\.0\.3:7000 is .* all of them must be up\.$/m)]);
  expect(await ran('repair', 'orders')).toMatchObject({ exitCode: 75, err: expect.stringMatching(/^error OPERATION_REFUSED /) });
});

it('--table, --incremental and --reason are kept with the operation, which operations show tells', async () => {
  const { exitCode } = await ran('repair', 'orders', '--table', 'items', '--incremental', '--reason', 'weekly', '--detach');
  const id = (await store.active()) as string;
  expect(exitCode).toBe(0);
  expect(await store.read(id)).toMatchObject({
    reason: 'weekly',
    repair: { tables: [{ keyspace: 'orders', table: 'items' }], type: 'incremental' },
  });
  expect((await ran('operations', 'show')).out).toMatch(/^What {7}incremental repair of orders\.items$/m);
});

it('operations retry begins the same repair once more', async () => {
  await ran('repair', 'orders', '--table', 'items', '--detach');
  const id = (await store.active()) as string;
  expect((await ran('operations', 'retry')).exitCode).toBe(64);
  await ran('operations', 'cancel');
  await expect.poll(() => store.active(), { timeout: 20_000 }).toBeUndefined();
  expect((await ran('operations', 'retry', id, '--detach')).exitCode).toBe(0);
  const again = (await store.active()) as string;
  expect(again).not.toBe(id);
  expect(await store.read(again)).toMatchObject({ kind: 'repair', repair: { tables: [{ keyspace: 'orders', table: 'items' }] } });
});

it.each([
  ['nothing is selected', []],
  ['everything and something is', ['--all', 'orders']],
  ['a table has two keyspaces', ['orders', 'Shop', '--table', 'items']],
  ['a table has every keyspace', ['--all', '--table', 'items']],
])('begins nothing where %s', async (_, words) => {
  expect([(await ran('repair', ...words)).exitCode, await store.active()]).toEqual([64, undefined]);
});
