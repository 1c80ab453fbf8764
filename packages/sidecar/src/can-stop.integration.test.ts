import type { CanStopAnswer, RouteParams } from '@ringside/api';
import { openSession } from '@ringside/client';
import { useCluster } from '@ringside/cluster/vitest';
import { freePort } from '@ringside/host';
import { keyspaceName } from '@ringside/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Beside, startBeside } from './testing/real-sidecar.ts';

/** Not shared: a node is killed. */
const cluster = useCluster({ nodes: 3 });
const SOON = { timeout: 60_000, interval: 100 };
let sidecars: Beside[];

beforeAll(async () => {
  await cluster().waitForAllUp();
  const session = await openSession({ contactPoints: [cluster().node(0).address], port: cluster().nativePort });
  for (const [keyspace, factor] of [
    ['orders', 3],
    ['carts', 1],
  ])
    await session.execute(`CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': ${factor}}`);
  await session.close();
  const port = await freePort(cluster().node(0).address);
  sidecars = await Promise.all(cluster().nodes.map((node) => startBeside([node], { listen: { host: node.address, port } })));
});

afterAll(async () => {
  await Promise.all(sidecars.map(({ sidecar }) => sidecar.stop(0)));
});

const CARTS = keyspaceName('carts');

/** What the first sidecar answers about nodes; `carts` does not count unless its level is told otherwise. */
async function canStop(indexes: readonly number[], levels: RouteParams<'canStop'>['levels'] = { [CARTS]: 'ANY' }): Promise<CanStopAnswer> {
  const nodes = indexes.map((index) => cluster().node(index).address);
  const { client } = sidecars[0] as Beside;
  return await client.canStop({ nodes, levels });
}

const id = (index: number): string => `${cluster().node(index).address}:${cluster().node(index).storagePort}`;

it('one node of three can be stopped, two cannot, and after a death none can: each answer with its evidence', async () => {
  // Every sidecar has told of its node and can be asked for its streams.
  await expect.poll(async () => (await canStop([1])).notChecked.filter((each) => each.includes('streams')), SOON).toEqual([]);
  expect(await canStop([1])).toMatchObject({ nodes: [id(1)], allowed: true, refusals: [] });

  const two = await canStop([1, 2]);
  expect(two).toMatchObject({ allowed: false, refusals: [{ kind: 'range' }] });
  expect(two.refusals[0]?.range).toMatchObject({ keyspaces: ['orders'], level: 'LOCAL_QUORUM', cause: 'victims', left: 1, needed: 2 });
  const control = await cluster().node(0).control.rangeToEndpoints(keyspaceName('orders'));
  const { start, end } = two.refusals[0]?.range ?? {};
  expect(control.map((range) => [range.start, range.end])).toContainEqual([start, end]);

  const single = await canStop([1], {});
  expect(single.refusals.map(({ range }) => [range?.keyspaces, range?.cause])).toEqual([[['carts'], 'never']]);
  expect(single.refusals[0]?.range?.replicas.map(({ node }) => node)).toEqual([id(1)]);

  await cluster().node(2).kill();
  const since =
    /without .*, 1 would be left, since .* is dead: its sidecar says that (?:its process ended \d+(?:\.\d)? s ago|nothing listens at its ports)/;
  await expect.poll(async () => (await canStop([1])).refusals[0]?.sentence, SOON).toMatch(since);
  const [why] = (await canStop([1])).refusals;
  expect(why?.range?.replicas.map(({ node, is }) => [node, is]).toSorted()).toEqual([
    [id(0), 'up'],
    [id(1), 'stopped'],
    [id(2), 'down'],
  ]);
  const batches = await sidecars[0]?.client.restartBatches({ levels: { [CARTS]: 'ANY' } });
  expect(batches?.batches.map(({ nodes }) => nodes)).toEqual([[id(2)]]);
  expect(batches?.refused.map(({ node }) => node)).toEqual([id(0), id(1)]);
});
