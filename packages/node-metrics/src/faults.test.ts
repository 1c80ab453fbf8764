import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Buckets } from '@ringside/metrics';
import type { NodeMetrics } from '@ringside/node-control';
import { describe, expect, it } from 'vitest';
import { createCollector } from './collector.ts';
import { countOf, seriesOf, SETTINGS, world } from './testing/world.ts';

const WRITES = 'cassandra_table_write_latency_seconds n1 Shop events';
const POLL_MS = 15_000;

describe('a management interface that takes 5 s for each answer', () => {
  it('leaves the first poll without values, has them for the second, says how old they are, and is never asked twice at a time', async () => {
    const { cluster, node } = world();
    node.slowDown(5_000);
    let [running, most] = [0, 0];
    const readMetrics: NodeMetrics['readMetrics'] = async (asked, options) => {
      running += 1;
      most = Math.max(most, running);
      return node.control.readMetrics(asked, options).finally(() => (running -= 1));
    };
    const collector = createCollector({ node: 'n1', source: { ...node.control, readMetrics }, settings: SETTINGS, clock: cluster.clock });
    const poll = async (): Promise<ReturnType<typeof seriesOf>> => {
      const collected = collector.collect();
      await cluster.clock.advance(SETTINGS.budgetMs);
      return seriesOf(await collected);
    };
    const first = await poll();
    expect([first.get('cassandra_client_request_timeouts n1 Read'), first.get('ringside_node_metrics_failures n1 requests')]).toEqual([
      undefined,
      0,
    ]);
    await cluster.clock.advance(3 * POLL_MS);
    const second = await poll();
    expect(second.get('cassandra_client_request_timeouts n1 Read')).toBe(0);
    expect(second.get('cassandra_table_sstables n1 Shop events')).toBe(0);
    expect(second.get('ringside_node_metrics_age_seconds n1 requests')).toBeGreaterThan(2);
    // One for each group that reads: they go on side by side, none of them twice.
    expect(most).toBeLessThanOrEqual(3);
  });
});

describe('a counter that a restart set back', () => {
  it('is told as it is, beside the new time of the start, so that a rate sees a reset and no gap', async () => {
    const { cluster, node, collector } = world();
    cluster.write({ keyspace: 'Shop', table: 'events', rows: 9 });
    const before = seriesOf(await collector.collect());
    node.kill();
    await cluster.clock.advance(POLL_MS);
    node.start();
    await cluster.clock.advance(POLL_MS);
    cluster.write({ keyspace: 'Shop', table: 'events', rows: 2 });
    const after = seriesOf(await collector.collect());
    expect([countOf(before.get(WRITES)), countOf(after.get(WRITES))]).toEqual([9, 2]);
    expect((after.get(WRITES) as Buckets).counts.reduce((sum, each) => sum + each, 0)).toBe(2);
    const started = 'cassandra_jvm_start_time_seconds n1';
    expect(countOf(after.get(started))).toBeGreaterThan(countOf(before.get(started)) ?? Infinity);
  });
});

describe('odd names', () => {
  it('that differ by case alone, or mean something to JavaScript or to Prometheus, each have their own series', async () => {
    const tables = ['events', 'Events', 'EVENTS', '__proto__', 'constructor', 'le', 'quantile', '_', '0'];
    const { cluster, collector } = world({}, tables);
    for (const [index, table] of tables.entries()) cluster.write({ keyspace: 'Shop', table, rows: index + 1 });
    const series = seriesOf(await collector.collect());
    const told = tables.map((table) => countOf(series.get(`cassandra_table_write_latency_seconds n1 Shop ${table}`)));
    expect(told).toEqual(tables.map((_, index) => index + 1));
  });
});

describe('an hour of polls', () => {
  const tables = Array.from({ length: 200 }, (_, index) => `t${index}`);
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const heapMb = (): number => {
    collectGarbage();
    return process.memoryUsage().heapUsed / 1e6;
  };

  it('asks as much at its end as at its beginning, and keeps nothing of the polls between', async () => {
    const { cluster, collector, reads } = world({}, tables);
    const polls = async (count: number): Promise<{ readonly calls: number; readonly series: number }> => {
      const before = reads.length;
      let series = 0;
      for (let poll = 0; poll < count; poll += 1) {
        cluster.write({ keyspace: 'Shop', table: `t${poll % tables.length}` });
        await cluster.clock.advance(POLL_MS);
        series = (await collector.collect()).families.reduce((sum, family) => sum + family.series.length, 0);
      }
      return { calls: reads.length - before, series };
    };
    const first = await polls(40);
    const beforeMb = heapMb();
    await polls(160);
    const grownMb = heapMb() - beforeMb;
    const last = await polls(40);
    expect(last.series).toBe(first.series);
    expect(last.calls).toBeLessThanOrEqual(first.calls);
    // One poll more or less kept would be a third of a megabyte each.
    expect(grownMb).toBeLessThan(8);
  });
});
