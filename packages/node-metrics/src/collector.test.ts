import type { Buckets, Collection } from '@ringside/metrics';
import { nodeControlErrors, type NodeMetrics } from '@ringside/node-control';
import type { SimulatedCluster } from '@ringside/simulated-cluster';
import { describe, expect, it } from 'vitest';
import { type Collector, createCollector } from './collector.ts';
import { countOf, seriesOf, SETTINGS, world } from './testing/world.ts';

describe('what is collected', () => {
  it('is labelled with the node, the keyspace and the table, names with their case kept', async () => {
    const { cluster, collector } = world();
    cluster.write({ keyspace: 'Shop', table: 'Items', rows: 3 });
    const series = seriesOf(await collector.collect());
    expect(series.get('cassandra_table_sstables n1 Shop Items')).toBe(0);
    expect(series.get('cassandra_thread_pool_pending_tasks n1 request ReadStage')).toBe(0);
    expect(series.get('cassandra_jvm_start_time_seconds n1')).toBeGreaterThan(0);
    const writes = series.get('cassandra_table_write_latency_seconds n1 Shop Items') as Buckets;
    expect([writes.count, writes.sum]).toEqual([3, 0.0006]);
    expect(writes.counts.filter((each) => each > 0)).toEqual([3]);
  });

  it('has for each family the labels that its definition promises', async () => {
    const { collector } = world({ include: ['*'] });
    const { families } = await collector.collect();
    const wrong = families.flatMap(({ definition: { name, labels }, series }) =>
      series.filter(({ labelValues }) => labelValues.length !== labels.length).map(() => name),
    );
    expect(wrong).toEqual([]);
    expect(families.length).toBeGreaterThan(15);
  });

  it('is what the operator chose', async () => {
    const { collector } = world({
      exclude: ['cassandra_thread_pool_*', '*{table=events}'],
      include: ['cassandra_table_write_total_latency'],
    });
    const names = [...seriesOf(await collector.collect()).keys()];
    expect(names.filter((name) => name.includes('thread_pool') || name.includes('events'))).toEqual([]);
    expect(names).toContain('cassandra_table_write_total_latency n1 Shop Items');
  });
});

describe('a collection', () => {
  it('is shared by all readers: two at once do not read twice, and none is read again before its cadence', async () => {
    const { cluster, node, collector } = world();
    await Promise.all([collector.collect(), collector.collect()]);
    const first = node.calls.filter((call) => call === 'findMetrics').length;
    const reads = node.calls.length;
    await cluster.clock.advance(4_999);
    await collector.collect();
    expect([first, node.calls.length]).toEqual([3, reads]);
    await cluster.clock.advance(1);
    await collector.collect();
    expect(node.calls.slice(reads)).toEqual(['readMetrics']);
  });

  it('reads buckets only of histograms that have grown, and nothing at all of those that nothing can have moved', async () => {
    const { cluster, collector, reads } = world();
    await collector.collect();
    await cluster.clock.advance(30_000);
    await collector.collect();
    const quiet = reads.length;
    cluster.write({ keyspace: 'Shop', table: 'events' });
    await cluster.clock.advance(30_000);
    const series = seriesOf(await collector.collect());
    // The counts of the tables, then how many SSTables reads of that table looked into, then the total of one latency and the buckets of one.
    expect(reads.slice(quiet).filter((size) => size === 1)).toEqual([1, 1, 1]);
    expect(countOf(series.get('cassandra_table_write_latency_seconds n1 Shop events'))).toBe(1);
    expect(countOf(series.get('cassandra_table_sstables_per_read n1 Shop events'))).toBe(0);
  });

  it('asks how many SSTables were read though no read came: increments of counters read too, and move only the latency of writes', async () => {
    const { cluster, node } = world();
    let increments = 0;
    const source = {
      ...node.control,
      readMetrics: async (asked: Parameters<NodeMetrics['readMetrics']>[0], options?: Parameters<NodeMetrics['readMetrics']>[1]) => {
        const answers = await node.control.readMetrics(asked, options);
        return asked.map(({ name, reading }, index) => {
          if (name === 'WriteLatency' && reading === 'count') return increments;
          if (name !== 'SSTablesPerReadHistogram') return answers[index];
          return reading === 'buckets' ? [0, increments, ...Array.from({ length: 164 }, () => 0)] : increments;
        });
      },
    };
    const collector = createCollector({ node: 'n1', source, settings: SETTINGS, clock: cluster.clock });
    await collector.collect();
    await cluster.clock.advance(30_000);
    increments = 4;
    const series = seriesOf(await collector.collect());
    expect(countOf(series.get('cassandra_table_sstables_per_read n1 Shop events'))).toBe(4);
  });

  it('has tables of a node whose status only the management interface tells, and looks for others when it is time', async () => {
    const { cluster, node } = world();
    let found = 0;
    const source = {
      ...node.control,
      status: async () => {
        throw nodeControlErrors.NODE_CONTROL_ABSENT({ message: 'The status of the node needs the management interface' });
      },
      findMetrics: async (...[wanted, options]: Parameters<NodeMetrics['findMetrics']>) => {
        if (wanted.some(({ group }) => group === 'Table')) found += 1;
        return node.control.findMetrics(wanted, options);
      },
    };
    const collector = createCollector({ node: 'n1', source, settings: SETTINGS, clock: cluster.clock });
    const first = seriesOf(await collector.collect());
    expect(first.get('cassandra_table_sstables n1 Shop Items')).toBe(0);
    expect(first.get('ringside_node_metrics_failures n1 tables')).toBe(0);
    await cluster.clock.advance(30_000);
    await collector.collect();
    expect(found).toBe(1);
    await cluster.clock.advance(600_000);
    await collector.collect();
    expect(found).toBe(2);
  });

  it('begins anew when the node was restarted, though it has counted as far as before', async () => {
    const { cluster, node, collector, reads } = world();
    cluster.write({ keyspace: 'Shop', table: 'events', rows: 5 });
    await collector.collect();
    await cluster.clock.advance(60_000);
    await collector.collect();
    const quiet = reads.length;
    node.kill();
    node.start();
    await cluster.clock.advance(60_000);
    cluster.write({ keyspace: 'Shop', table: 'events', rows: 5 });
    const after = seriesOf(await collector.collect());
    expect(countOf(after.get('cassandra_table_write_latency_seconds n1 Shop events'))).toBe(5);
    // Requests and tables: numbers, totals and buckets of all histograms; of tables also what goes with others. The node has no histograms of its own here.
    expect(reads.slice(quiet)).toHaveLength(8);
  });

  it('looks again for what there is when something is missing that was there', async () => {
    const { cluster, node } = world();
    const peer = { group: 'Connection', name: 'Timeouts', scope: '127.0.0.2.7000' };
    let found = 0;
    let there = true;
    const source = {
      ...node.control,
      findMetrics: async () => {
        found += 1;
        return there ? [peer] : [];
      },
      readMetrics: async (asked: Parameters<NodeMetrics['readMetrics']>[0]) =>
        asked.map(({ scope }) => (scope === peer.scope && !there ? undefined : 1)),
    };
    const collector = createCollector({
      node: 'n1',
      source,
      settings: { ...SETTINGS, exclude: ['cassandra_table_*'] },
      clock: cluster.clock,
    });
    const rounds: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      there = round === 0;
      found = 0;
      await collector.collect();
      rounds.push(found);
      await cluster.clock.advance(15_000);
    }
    // At first each group but the tables, which are left out; then the one group of which a peer is gone, once.
    expect(rounds).toEqual([2, 0, 1, 0]);
  });

  it('forgets a table that was dropped, and finds one that was created, at the next round', async () => {
    const { cluster, collector } = world();
    await collector.collect();
    const replication = { class: 'NetworkTopologyStrategy', dc1: '1' };
    cluster.createKeyspace('Shop', { replication, tables: ['events', 'fresh'] });
    await cluster.clock.advance(60_000);
    const names = [...seriesOf(await collector.collect()).keys()].filter((name) => name.startsWith('cassandra_table_sstables '));
    expect(names).toEqual(['cassandra_table_sstables n1 Shop events', 'cassandra_table_sstables n1 Shop fresh']);
  });

  it('keeps the rest when a table is dropped between discovery and read', async () => {
    const { cluster, node, collector } = world();
    const replication = { class: 'NetworkTopologyStrategy', dc1: '1' };
    node.before = async () => {
      if (node.calls.at(-1) === 'readMetrics') cluster.createKeyspace('Shop', { replication, tables: ['events'] });
    };
    const names = [...seriesOf(await collector.collect()).keys()].filter((name) => name.startsWith('cassandra_table_sstables '));
    expect(names).toEqual(['cassandra_table_sstables n1 Shop events']);
  });
});

describe('a node that does not answer in time', () => {
  it('is waited for no longer than the budget; the reading goes on, once, and the next reader has it', async () => {
    const { cluster, node, collector } = world();
    node.slowDown(10_000);
    const early = collector.collect();
    await cluster.clock.advance(2_000);
    const ages = [...seriesOf(await early).keys()].filter((name) => name.startsWith('ringside_node_metrics_age_seconds'));
    expect(ages).toEqual([]);
    const calls = node.calls.length;
    await cluster.clock.advance(6_000);
    for (let reader = 0; reader < 10; reader += 1) void collector.collect();
    expect(node.calls.length).toBe(calls);
    await cluster.clock.advance(40_000);
    const next = collector.collect();
    await cluster.clock.advance(2_000);
    expect(seriesOf(await next).get('ringside_node_metrics_age_seconds n1 node')).toBeGreaterThan(20);
  });

  it('has values that grow old visibly, and then none; what failed is counted', async () => {
    const { cluster, node, collector } = world();
    await collector.collect();
    node.kill();
    await cluster.clock.advance(40_000);
    const old = seriesOf(await collector.collect());
    expect(old.get('ringside_node_metrics_age_seconds n1 requests')).toBe(40);
    expect(old.get('cassandra_client_request_timeouts n1 Read')).toBe(0);
    await cluster.clock.advance(30_000);
    const older = seriesOf(await collector.collect());
    expect(older.get('ringside_node_metrics_age_seconds n1 requests')).toBe(70);
    expect(older.get('ringside_node_metrics_failures n1 requests')).toBe(2);
    expect(older.has('cassandra_client_request_timeouts n1 Read')).toBe(false);
    expect(older.has('cassandra_table_sstables n1 Shop events')).toBe(true);
  });

  it('does not keep a reader that leaves: it is told so, the others get theirs', async () => {
    const { cluster, node, collector } = world();
    node.slowDown(1_000);
    const leaves = new AbortController();
    const left = collector.collect({ signal: leaves.signal });
    const stayed = collector.collect();
    leaves.abort();
    await expect(left).rejects.toMatchObject({ code: 'ABORTED' });
    await cluster.clock.advance(10_000);
    expect(seriesOf(await stayed).has('ringside_node_metrics_failures n1 requests')).toBe(true);
  });
});

describe('2,000 peers', () => {
  /** A node with so many peers; what else it has is simulated. */
  function crowded(maxSeries: number): { readonly collector: Collector; readonly cluster: SimulatedCluster; peers: number } {
    const { cluster, node } = world({}, ['events']);
    const state = { peers: 2_000 };
    const source = {
      ...node.control,
      findMetrics: async (...[wanted, options]: Parameters<NodeMetrics['findMetrics']>) => {
        const peers = Array.from({ length: state.peers }, (_, index) => ({ group: 'Connection', name: 'Timeouts', scope: `p${index}` }));
        const others = await node.control.findMetrics(wanted, options);
        return wanted.some(({ group }) => group === 'Connection') ? [...peers, ...others] : others;
      },
      readMetrics: async (...[asked, options]: Parameters<NodeMetrics['readMetrics']>) => {
        const answers = await node.control.readMetrics(asked, options);
        return asked.map(({ group }, index) => (group === 'Connection' ? 1 : answers[index]));
      },
    };
    const collector = createCollector({ node: 'n1', source, settings: { ...SETTINGS, maxSeries }, clock: cluster.clock });
    return Object.assign(state, { cluster, collector });
  }

  const sizeOf = (collection: Collection, name: string): number =>
    [...seriesOf(collection).keys()].filter((each) => each.startsWith(`${name} `)).length;

  it('are all told while tables leave room for them, and so is the Java virtual machine', async () => {
    const collection = await crowded(50_000).collector.collect();
    expect(collection.leftOut).toEqual(new Map());
    expect(sizeOf(collection, 'cassandra_internode_timeouts')).toBe(2_000);
    expect(sizeOf(collection, 'cassandra_jvm_gc_collections')).toBeGreaterThan(0);
    expect(sizeOf(collection, 'cassandra_table_sstables')).toBe(1);
  });

  it('are cut before anything else of the node where the cap is low, and no more is planned than it lets through', async () => {
    const collection = await crowded(4_000).collector.collect();
    expect(sizeOf(collection, 'cassandra_jvm_gc_collections')).toBeGreaterThan(0);
    expect(collection.leftOut.get('cassandra_internode_timeouts')).toBeGreaterThan(0);
    const others = [...collection.leftOut.keys()].filter((name) => !/^cassandra_(?:internode|table)_/.test(name));
    expect(others).toEqual([]);
    const told = collection.families.flatMap(({ definition: { name, kind }, series }) =>
      name.startsWith('cassandra_') ? series.map(() => (kind === 'histogram' ? 22 : 1)) : [],
    );
    expect(told.reduce((all, each) => all + each, 0)).toBeLessThanOrEqual(4_000);
  });

  it('take from tables when they come, though the tables did not change', async () => {
    const crowd = crowded(9_000);
    crowd.peers = 0;
    expect(sizeOf(await crowd.collector.collect(), 'cassandra_table_sstables')).toBe(1);
    crowd.peers = 4_000;
    await crowd.cluster.clock.advance(150_000);
    await crowd.collector.collect();
    await crowd.cluster.clock.advance(30_000);
    expect(sizeOf(await crowd.collector.collect(), 'cassandra_table_sstables')).toBe(0);
  });
});

describe('5,000 tables', () => {
  const tables = Array.from({ length: 5_000 }, (_, index) => `t${String(index).padStart(4, '0')}`);

  it('are cut to the cap before they are read: whole tables, the same ones each time, and counted', async () => {
    const { cluster, collector, reads } = world({ maxSeries: 10_000 }, tables);
    const first = await collector.collect();
    await cluster.clock.advance(30_000);
    await collector.collect();
    const sstables = first.families.find(({ definition }) => definition.name === 'cassandra_table_sstables');
    expect(sstables?.series.map(({ labelValues }) => labelValues[2])).toEqual(tables.slice(0, sstables?.series.length));
    expect(first.leftOut.get('cassandra_table_sstables')).toBe(5_000 - (sstables?.series.length ?? 0));
    expect(seriesOf(first).get('ringside_node_metrics_left_out_series n1 cassandra_table_sstables')).toBe(
      first.leftOut.get('cassandra_table_sstables'),
    );
    expect(Math.max(...reads)).toBeLessThan(3_000);
  });

  it('share the bounds of their histograms, and nothing is kept of round after round', async () => {
    const { cluster, collector } = world({ maxSeries: 2_000_000 }, tables);
    await collector.collect();
    const bounds = new Set<unknown>();
    for (let round = 0; round < 5; round += 1) {
      await cluster.clock.advance(30_000);
      const { families } = await collector.collect();
      const latencies = families.find(({ definition }) => definition.name === 'cassandra_table_write_latency_seconds');
      for (const { value } of latencies?.series ?? []) if (typeof value === 'object') bounds.add(value.upperBounds);
      expect(latencies?.series).toHaveLength(5_000);
    }
    expect(bounds.size).toBe(1);
  });
});
