import { keyspaceName } from '@ringside/model';
import type { RepairOutcome } from '@ringside/node-control';
import { describe, expect, test } from 'vitest';
import { simulateCluster, type SimulatedCluster } from './simulate-cluster.ts';

const replication = { class: 'NetworkTopologyStrategy', dc1: '3' };
const REPAIR = { keyspace: keyspaceName('orders'), type: 'full' } as const;
const STEP_MS = 5_000;
const UNKNOWN: RepairOutcome = { state: 'unknown', sentences: [] };
const SUCCEEDED: RepairOutcome = { state: 'succeeded', sentences: ['Repair completed successfully'] };

function clusterOf(nodes = 3): SimulatedCluster {
  return simulateCluster({ datacenters: { dc1: nodes }, keyspaces: { orders: { replication, tables: ['events'] } } });
}

const outcomeOf = async (cluster: SimulatedCluster, command: number): Promise<RepairOutcome> =>
  cluster.node('node1').control.repairOutcome(command);

const failedWith = (command: number, reason: string): RepairOutcome => ({
  state: 'failed',
  sentences: [reason, `Repair command #${command} finished with error`],
});

describe('a repair', () => {
  test('runs for a step of the cluster’s time, and its numbers count from 1', async () => {
    const cluster = clusterOf();
    const { control } = cluster.node('node1');
    expect(await control.startRepair(REPAIR)).toBe(1);
    await cluster.clock.advance(STEP_MS - 1);
    expect(await outcomeOf(cluster, 1)).toEqual({ state: 'running', sentences: [] });
    await cluster.clock.advance(1);
    expect(await outcomeOf(cluster, 1)).toEqual(SUCCEEDED);
    expect(await control.startRepair(REPAIR)).toBe(2);
  });

  test('fails at once while a replica of the range is considered down, and does not mind another node that is', async () => {
    const cluster = clusterOf(6);
    const ranges = await cluster.node('node1').control.rangeToEndpoints(keyspaceName('orders'));
    const primary = ranges.find(({ endpoints }) => endpoints[0] === '127.0.0.1:7000')?.endpoints ?? [];
    const nameAt = (endpoint: string): string => cluster.nodes.find((node) => `${node.address}:7000` === endpoint)?.name ?? '';
    const replica = primary.at(-1) ?? '';
    const stranger = cluster.nodes.find(({ address }) => !primary.includes(`${address}:7000`))?.name ?? '';
    cluster.node(stranger).kill();
    await cluster.clock.advance(40_000);
    const { control } = cluster.node('node1');
    await control.startRepair(REPAIR);
    await cluster.clock.advance(STEP_MS);
    expect(await outcomeOf(cluster, 1)).toEqual(SUCCEEDED);
    cluster.node(nameAt(replica)).kill();
    await cluster.clock.advance(40_000);
    await control.startRepair(REPAIR);
    expect(await outcomeOf(cluster, 2)).toEqual(failedWith(2, `Endpoint not alive: /${replica}`));
  });

  test('runs on while a replica is silent, and fails once that is considered down', async () => {
    const cluster = clusterOf();
    await cluster.node('node1').control.startRepair(REPAIR);
    cluster.node('node3').kill();
    await cluster.clock.advance(2 * STEP_MS);
    expect((await outcomeOf(cluster, 1)).state).toBe('running');
    await cluster.clock.advance(30_000);
    expect(await outcomeOf(cluster, 1)).toEqual(failedWith(1, 'Endpoint /127.0.0.3:7000 died'));
  });

  test('runs on while a replica is frozen for a moment, and succeeds then', async () => {
    const cluster = clusterOf();
    await cluster.node('node1').control.startRepair(REPAIR);
    cluster.node('node3').pause();
    await cluster.clock.advance(STEP_MS);
    expect((await outcomeOf(cluster, 1)).state).toBe('running');
    cluster.node('node3').resume();
    await cluster.clock.advance(STEP_MS);
    expect(await outcomeOf(cluster, 1)).toEqual(SUCCEEDED);
  });

  test('fails when a replica is restarted meanwhile, though nobody considered it down', async () => {
    const cluster = clusterOf();
    await cluster.node('node1').control.startRepair(REPAIR);
    cluster.node('node2').kill();
    await cluster.clock.advance(1_000);
    cluster.node('node2').start();
    await cluster.clock.advance(STEP_MS);
    expect(await outcomeOf(cluster, 1)).toEqual(failedWith(1, 'Endpoint /127.0.0.2:7000 died'));
  });

  test('stands still while its coordinator is frozen', async () => {
    const cluster = clusterOf();
    const node = cluster.node('node1');
    await node.control.startRepair(REPAIR);
    node.pause();
    await cluster.clock.advance(60_000);
    node.resume();
    expect((await outcomeOf(cluster, 1)).state).toBe('running');
    await cluster.clock.advance(4 * STEP_MS);
    expect(await outcomeOf(cluster, 1)).toEqual(SUCCEEDED);
  });

  test('is unknown after its coordinator was restarted, which gives its number to the next one', async () => {
    const cluster = clusterOf();
    const node = cluster.node('node1');
    await node.control.startRepair(REPAIR);
    await cluster.clock.advance(1_000);
    node.kill();
    node.start();
    await cluster.clock.advance(30_000);
    expect(await outcomeOf(cluster, 1)).toEqual(UNKNOWN);
    expect(await node.control.startRepair(REPAIR)).toBe(1);
    expect((await outcomeOf(cluster, 1)).state).toBe('running');
  });

  test('has started when only its answer was lost, and has not when the call failed', async () => {
    const cluster = clusterOf();
    const node = cluster.node('node1');
    node.failNext('startRepair');
    await expect(node.control.startRepair(REPAIR)).rejects.toMatchObject({ code: 'NODE_CONTROL_UNAVAILABLE', retryable: true });
    expect(await outcomeOf(cluster, 1)).toEqual(UNKNOWN);
    node.failNext('startRepair', 'answerLost');
    const lost = node.control.startRepair(REPAIR).catch((error: unknown) => error);
    await cluster.clock.advance(20_000);
    expect(await lost).toMatchObject({ code: 'NODE_CONTROL_UNAVAILABLE' });
    expect(await outcomeOf(cluster, 1)).toEqual(SUCCEEDED);
  });
});

describe('a range to repair', () => {
  const ranged = async (cluster: SimulatedCluster, start: bigint, end: bigint): Promise<RepairOutcome> => {
    const command = await cluster.node('node1').control.startRepair({ ...REPAIR, ranges: [{ start: String(start), end: String(end) }] });
    await cluster.clock.advance(STEP_MS);
    return outcomeOf(cluster, command);
  };

  test('may be part of one that the node holds, also of the last one of the ring', async () => {
    const cluster = clusterOf();
    const ranges = await cluster.node('node1').control.rangeToEndpoints(keyspaceName('orders'));
    const tried = [];
    for (const { start, end } of ranges) tried.push((await ranged(cluster, BigInt(start) + 1n, BigInt.asIntN(64, BigInt(end) - 1n))).state);
    expect(ranges.filter(({ start, end }) => BigInt(start) > BigInt(end))).toHaveLength(1);
    expect(tried).toEqual(ranges.map(() => 'succeeded'));
  });

  test('is refused with Cassandra’s reason where it is a stranger’s, or lies in two', async () => {
    const cluster = clusterOf(6);
    const ranges = await cluster.node('node1').control.rangeToEndpoints(keyspaceName('orders'));
    const isHeld = ({ endpoints }: (typeof ranges)[number]): boolean => endpoints.includes('127.0.0.1:7000');
    const [strange, held] = [ranges.find((each) => !isHeld(each)), ranges.find(isHeld)];
    const of = async (range: typeof held, further: bigint): Promise<string | undefined> =>
      (await ranged(cluster, BigInt(range?.start ?? 0), BigInt(range?.end ?? 0) + further)).sentences[0];
    expect(await of(strange, 0n)).toBe(`Nothing to repair for (${strange?.start},${strange?.end}] in orders - aborting`);
    expect(await of(held, 1n)).toMatch(/^Requested range .* is not fully contained in one; this would lead to imprecise repair/);
    expect(await of(held, 0n)).toBe('Repair completed successfully');
  });
});
