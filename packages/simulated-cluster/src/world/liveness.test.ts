import { detectKill } from '@ringside/gossip/simulator';
import { describe, expect, test } from 'vitest';
import { simulateCluster } from '../simulate-cluster.ts';

const SEEDS = [1, 2, 3, 4];
const NODES = 12;

/** When each of the others considered the last node down, after its kill, by both simulations. */
async function convictions(seed: number, phiConvictThreshold: number): Promise<{ here: number[]; byMessages: number[] }> {
  const cluster = simulateCluster({ seed, datacenters: { dc1: NODES }, phiConvictThreshold });
  const killedAtMs = cluster.clock.nowMs();
  cluster.node(`node${NODES}`).kill();
  await cluster.clock.advance(120_000);
  const here = cluster.history.filter(({ event }) => event === 'down').map(({ atMs }) => atMs - killedAtMs);
  const { convictedAfterMs } = detectKill({ nodes: NODES, seed, failureDetector: { phiConvictThreshold } });
  return { here, byMessages: [...convictedAfterMs.values()] };
}

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

describe('verdicts without messages', () => {
  test.each([5, 8, 12])(
    'are those of the simulation of every message: all the others, once each, at the same time to a tenth, for φ %d',
    async (phi) => {
      const runs = await Promise.all(SEEDS.map((seed) => convictions(seed, phi)));
      for (const { here, byMessages } of runs) expect([here.length, byMessages.length]).toEqual([NODES - 1, NODES - 1]);
      const [here, byMessages] = [mean(runs.flatMap((run) => run.here)), mean(runs.flatMap((run) => run.byMessages))];
      expect(Math.abs(here / byMessages - 1)).toBeLessThan(0.1);
    },
  );
});

describe('a thousand nodes', () => {
  test('cost nothing at rest, and one entry for each verdict when one of them dies and comes back', async () => {
    const cluster = simulateCluster({ datacenters: { east: 500, west: 500 } });
    await cluster.clock.advance(86_400_000);
    expect(cluster.history).toEqual([]);
    cluster.node('node1000').kill();
    await cluster.clock.advance(60_000);
    cluster.node('node1000').start();
    await cluster.clock.advance(60_000);
    const count = (event: string): number => cluster.history.filter((entry) => entry.event === event).length;
    expect([count('killed'), count('down'), count('started'), count('NORMAL')]).toEqual([1, 999, 1, 1]);
    expect(count('up')).toBe(2 * 999);
  });

  test('lose a rack of ten to a cut: both sides consider each other down, and nobody of their own', async () => {
    const cluster = simulateCluster({ datacenters: { east: 990, west: { nodes: 10, racks: 1 } } });
    cluster.isolate(cluster.nodes.filter(({ datacenter }) => datacenter === 'west').map(({ name }) => name));
    await cluster.clock.advance(60_000);
    const [inside, outside] = [await cluster.node('node1000').control.status(), await cluster.node('node1').control.status()];
    expect([inside.liveNodes.length, inside.unreachableNodes.length]).toEqual([10, 990]);
    expect([outside.liveNodes.length, outside.unreachableNodes.length]).toEqual([990, 10]);
    expect(cluster.history.filter(({ event }) => event === 'down')).toHaveLength(2 * 10 * 990);
  });
});
