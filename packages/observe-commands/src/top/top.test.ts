import { describe, expect, it } from 'vitest';
import { busyNode, busyTables, nodesIn, overNodes, WANTED } from './busy.ts';
import { readScrape, type Scrape } from './scrape.ts';

const NODE = 'node="n1"';

interface Facts {
  readonly atMs: number;
  readonly ageSeconds?: number;
  readonly reads: number;
  readonly slowReads?: number;
  readonly timeouts?: number;
  readonly started?: number;
}

/** What a sidecar tells of a node that had so many reads, some of them slow. */
function scrape({ atMs, ageSeconds = 0, reads, slowReads = 0, timeouts = 0, started = 100 }: Facts): Scrape {
  const read = `${NODE},operation="Read"`;
  const table = `${NODE},keyspace="shop",table="a \\"b\\""`;
  const lines = [
    '# TYPE cassandra_client_request_latency_seconds histogram',
    ...['requests', 'tables'].map((group) => `ringside_node_metrics_age_seconds{${NODE},group="${group}"} ${ageSeconds}`),
    `cassandra_jvm_start_time_seconds{${NODE}} ${started}`,
    `cassandra_client_request_latency_seconds_bucket{${read},le="0.001"} ${reads - slowReads}`,
    `cassandra_client_request_latency_seconds_bucket{${read},le="0.5"} ${reads}`,
    `cassandra_client_request_latency_seconds_bucket{${read},le="+Inf"} ${reads}`,
    `cassandra_client_request_latency_seconds_count{${read}} ${reads}`,
    ...['timeouts', 'unavailables', 'failures'].map(
      (kind) => `cassandra_client_request_${kind}_total{${read}} ${kind === 'timeouts' ? timeouts : 0}`,
    ),
    `cassandra_thread_pool_pending_tasks{${NODE},path="request",pool="ReadStage"} 3`,
    `cassandra_thread_pool_pending_tasks{${NODE},path="internal",pool="GossipStage"} 1`,
    `cassandra_table_read_latency_seconds_count{${table}} ${reads}`,
    `cassandra_table_sstables{${table}} 2`,
    'something_else{node="n1"} 1',
    '# EOF',
  ];
  return readScrape(lines.join('\n'), atMs, (name) => WANTED.test(name));
}

describe('what is busy', () => {
  it('is told since the node started at first', () => {
    const first = scrape({ atMs: 200_000, reads: 500, slowReads: 5, timeouts: 10 });
    expect(nodesIn(first)).toEqual(['n1']);
    expect(first.series.has('something_else')).toBe(false);
    const { seconds, readsPerSecond, readP99Ms, errorsPerSecond, pendingTasks, heapRatio } = busyNode(first, [], 'n1');
    expect([seconds, readsPerSecond, readP99Ms, errorsPerSecond, pendingTasks, heapRatio]).toEqual([100, 5, 1, 0.1, 4, null]);
  });

  it('is told between two readings after that, by when the sidecar read and not by when it was asked', () => {
    const older = scrape({ atMs: 200_000, ageSeconds: 4, reads: 500 });
    const newest = scrape({ atMs: 205_000, ageSeconds: 1, reads: 580, slowReads: 2 });
    const { seconds, readsPerSecond, readP99Ms } = busyNode(newest, [older], 'n1');
    expect([seconds, readsPerSecond, readP99Ms]).toEqual([8, 10, 500]);
  });

  it('passes over a scrape that told of the same reading', () => {
    const [oldest, older] = [scrape({ atMs: 190_000, reads: 400 }), scrape({ atMs: 200_000, reads: 500 })];
    const newest = scrape({ atMs: 201_000, ageSeconds: 1, reads: 500 });
    expect(busyNode(newest, [older, oldest], 'n1').readsPerSecond).toBe(10);
  });

  it('begins anew with a node that was restarted', () => {
    const newest = scrape({ atMs: 200_000, reads: 20, started: 190 });
    expect(busyNode(newest, [scrape({ atMs: 195_000, reads: 500 })], 'n1').readsPerSecond).toBe(2);
  });

  it('is not known of a node that told nothing', () => {
    expect(
      busyNode(
        readScrape('', 0, () => true),
        [],
        'n1',
      ),
    ).toMatchObject({ seconds: null, readsPerSecond: null, errorsPerSecond: null });
  });
});

describe('busy tables', () => {
  const tables = (reads: number) => busyTables(scrape({ atMs: 200_000, reads }), [], 'n1');

  it('are those that were asked for, with names as they are', () => {
    expect(tables(500)).toEqual([expect.objectContaining({ keyspace: 'shop', table: 'a "b"', readsPerSecond: 5, sstables: 2 })]);
    expect(tables(0)).toEqual([]);
  });

  it('are added over nodes, the busiest first', () => {
    const other = tables(100).map((each) => Object.assign({}, each, { table: 'other' }));
    const all = overNodes([...other, ...tables(500), ...tables(500)]);
    expect(all.map(({ table, readsPerSecond, sstables }) => [table, readsPerSecond, sstables])).toEqual([
      ['a "b"', 10, 4],
      ['other', 1, 2],
    ]);
  });
});
