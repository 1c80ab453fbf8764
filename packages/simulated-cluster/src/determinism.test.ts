import fc from 'fast-check';
import { keyspaceName, snapshotTag } from '@ringside/model';
import { expect, test } from 'vitest';
import { simulateCluster, type SimulatedCluster } from './simulate-cluster.ts';

type Act = (cluster: SimulatedCluster, node: string, other: string) => void | Promise<unknown>;

const ACTS: Readonly<Record<string, Act>> = {
  kill: (cluster, node) => cluster.node(node).kill(),
  start: (cluster, node) => cluster.node(node).start(),
  pause: (cluster, node) => cluster.node(node).pause(),
  resume: (cluster, node) => cluster.node(node).resume(),
  cut: (cluster, node, other) => cluster.cut(node, other),
  isolate: (cluster, node) => cluster.isolate([node]),
  heal: (cluster) => cluster.heal(),
  join: (cluster) => void cluster.addNode({ datacenter: 'dc1', rack: 'rack1' }),
  leave: (cluster, node) => attempt(() => cluster.node(node).leave()),
  keyspace: (cluster, node) => attempt(() => cluster.createKeyspace(`of_${node}`, SIMPLE, node)),
  write: (cluster, node) => attempt(() => cluster.write({ keyspace: 'orders', table: 'events', rows: 3, through: node })),
  snapshot: (cluster, node) =>
    cluster
      .node(node)
      .control.takeSnapshot({ tag: snapshotTag('t'), keyspaces: [keyspaceName('orders')] })
      .catch(() => undefined),
  repair: (cluster, node) =>
    cluster
      .node(node)
      .control.startRepair({ keyspace: keyspaceName('orders'), type: 'full' })
      .catch(() => undefined),
  drain: (cluster, node) =>
    cluster
      .node(node)
      .control.drain()
      .catch(() => undefined),
};
const SIMPLE = { replication: { class: 'SimpleStrategy', replication_factor: '2' }, tables: ['events'] };

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // Refused: part of the history all the same, since it is refused whenever it is tried.
  }
}

interface Step {
  readonly act: string;
  readonly node: number;
  readonly other: number;
  readonly thenMs: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...Object.keys(ACTS)),
  node: fc.integer({ min: 1, max: 5 }),
  other: fc.integer({ min: 1, max: 5 }),
  thenMs: fc.integer({ min: 0, max: 30_000 }),
});

async function play(seed: number, steps: readonly Step[], slices: number): Promise<SimulatedCluster> {
  const cluster = simulateCluster({ seed, datacenters: { dc1: 5 }, keyspaces: { orders: SIMPLE } });
  for (const { act, node, other, thenMs } of steps) {
    const done = ACTS[act]?.(cluster, `node${node}`, `node${other}`);
    for (let slice = 0; slice < slices; slice += 1) await cluster.clock.advance(thenMs / slices);
    // A frozen node keeps its caller waiting.
    await cluster.clock.advance(done === undefined ? 0 : 12_000);
    await done;
  }
  return cluster;
}

/** All that every node tells. */
async function everything(cluster: SimulatedCluster): Promise<unknown> {
  const told = cluster.nodes.map(async ({ control, hints }) => {
    const calls = [control.status(), control.ring(), control.gossip(), control.phi(), control.schemaVersions(), control.listSnapshots()];
    const repairs = [control.repairOutcome(1), control.repairOutcome(2)];
    return [...(await Promise.allSettled([...calls, ...repairs])), [...hints]];
  });
  await cluster.clock.advance(12_000);
  return JSON.stringify([cluster.history, await Promise.all(told)]);
}

test('the same seed and the same calls give the same history, in however many slices time passes; another seed another one', async () => {
  let differed = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.array(step, { maxLength: 12 }), async (seed, steps) => {
      const [one, again, sliced, other] = await Promise.all(
        (
          [
            [seed, 1],
            [seed, 1],
            [seed, 4],
            [seed + 1, 1],
          ] as const
        ).map(async ([each, slices]) => everything(await play(each, steps, slices))),
      );
      expect(again).toBe(one);
      expect(sliced).toBe(one);
      if (other !== one) differed += 1;
    }),
    { numRuns: 40 },
  );
  expect(differed).toBeGreaterThan(5);
});

test('once everything is mended, every running node considers every other one up and the schema agrees', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.array(step, { maxLength: 12 }), async (seed, steps) => {
      const cluster = await play(seed, steps, 1);
      cluster.heal();
      for (const node of cluster.nodes) {
        node.resume();
        node.kill();
        await cluster.clock.advance(6_000);
        node.start();
        await cluster.clock.advance(6_000);
      }
      await cluster.clock.advance(60_000);
      for (const { control } of cluster.nodes.filter((each) => each.running)) {
        const status = await control.status();
        if (status.operationMode === 'DECOMMISSIONED') continue;
        expect(status).toMatchObject({ operationMode: 'NORMAL', unreachableNodes: [], joiningNodes: [] });
        expect(Object.keys(await control.schemaVersions())).toHaveLength(1);
      }
    }),
    { numRuns: 40 },
  );
});
