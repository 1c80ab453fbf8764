import { setImmediate } from 'node:timers/promises';
import type { MetricRead, NodeMetrics } from '@ringside/node-control';
import { simulateCluster } from '@ringside/simulated-cluster';
import { describe, expect, it } from 'vitest';
import type { CollectSettings } from '../collect/settings.ts';
import { type History, keepHistory } from './history.ts';

const SETTINGS: CollectSettings = {
  cadenceMs: { requests: 5_000, node: 15_000, tables: 30_000 },
  budgetMs: 2_000,
  maxSeries: 50_000,
  include: [],
  exclude: ['*'],
};

function world() {
  const cluster = simulateCluster({
    datacenters: { dc1: 1 },
    keyspaces: { shop: { replication: { class: 'NetworkTopologyStrategy', dc1: '1' }, tables: ['carts'] } },
  });
  const node = cluster.node('node1');
  // A simulated node has no clients: writes of its table stand for theirs.
  const asWritten = (read: MetricRead): MetricRead =>
    read.group === 'ClientRequest' && read.scope === 'Write' && read.name.endsWith('Latency')
      ? { group: 'Table', name: `Write${read.name}`, keyspace: 'shop', scope: 'carts', reading: read.reading }
      : read;
  const readMetrics: NodeMetrics['readMetrics'] = async (reads, options) => node.control.readMetrics(reads.map(asWritten), options);
  const history = keepHistory({ node: 'n1', source: { ...node.control, readMetrics }, settings: SETTINGS, clock: cluster.clock });
  /** So many steps pass; what is read at each comes before the next. */
  const pass = async (steps: number): Promise<void> => {
    for (let step = 0; step < steps; step += 1) {
      await cluster.clock.advance(10_000);
      await setImmediate();
    }
  };
  return { node, history, pass, write: (rows: number) => cluster.write({ keyspace: 'shop', table: 'carts', rows }) };
}

function valuesOf({ series }: History, id: string): readonly (number | null)[] {
  return series.find((each) => each.id === id)?.values ?? [];
}

describe('the history of a node', () => {
  it('has a value for each ten seconds: how fast counters grew, and percentiles of what came since', async () => {
    const { history, pass, write } = world();
    await pass(1);
    write(50);
    await pass(1);
    await pass(1);
    const { stepMs, timesMs, series } = history.read();
    expect([stepMs, timesMs.length, series.length]).toEqual([10_000, 3, 16]);
    expect(valuesOf(history.read(), 'writes')).toEqual([null, 5, 0]);
    const [before, at, after] = valuesOf(history.read(), 'writeP99');
    expect([before, after]).toEqual([null, null]);
    expect(at).toBeGreaterThan(0);
    expect(valuesOf(history.read(), 'heapUsed').every((value) => (value ?? 0) > 0)).toBe(true);
    history.close();
  });

  it('has gaps where the node did not answer and after it was started anew, and goes on', async () => {
    const { node, history, pass, write } = world();
    await pass(2);
    node.kill();
    await pass(1);
    node.start();
    await pass(2);
    write(10);
    await pass(1);
    const writes = valuesOf(history.read(), 'writes');
    expect(writes.includes(null)).toBe(true);
    expect(writes.at(-1)).toBe(1);
    expect(node.calls.length).toBeGreaterThan(0);
    history.close();
  });

  it('keeps an hour and no more, and reads no table', async () => {
    const { node, history, pass } = world();
    await pass(370);
    const { timesMs, series } = history.read();
    expect(timesMs).toHaveLength(360);
    expect(series.every(({ values }) => values.length === 360)).toBe(true);
    expect((timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0)).toBe(3_590_000);
    expect(node.calls).not.toContain('status');
    history.close();
    const asked = node.calls.length;
    await pass(6);
    expect(node.calls).toHaveLength(asked);
  });
});
