import { can, type MetricRead, type NodeMetrics } from '@ringside/node-control';
import { type NodeControlSubject, nodeControlContract } from '@ringside/node-control/contract';
import { catalogue, readCollectSettings } from '@ringside/node-metrics';
import { describe, expect, it } from 'vitest';
import { defaultsOf } from './default-settings.ts';
import { startBeside } from './real-sidecar.ts';
import type { VersionSubject } from './version-subject.ts';

/** A pool that does nothing while nobody writes, and a cache of which only its size is the same from one look to the next. */
const STILL: readonly MetricRead[] = [
  { group: 'ThreadPools', name: 'TotalBlockedTasks', path: 'request', scope: 'MutationStage', reading: 'count' },
  { group: 'ThreadPools', name: 'PendingTasks', path: 'transport', scope: 'Native-Transport-Requests', reading: 'value' },
  { group: 'Cache', name: 'Capacity', scope: 'KeyCache', reading: 'value' },
  { group: 'Cache', name: 'Capacity', scope: 'ChunkCache', reading: 'value' },
];

/** What Cassandra registers when it is first used. */
const COME_WITH_USE = /^cassandra_(?:hints_(?:succeeded|failed|timed_out)|streaming_.*|internode_.*|read_repair_.*)$/;

/** A machine that runs other rings too may be slow. */
const PATIENCE_MS = 50_000;

/** What `/metrics` tells of a node of this version, over both transports. */
export function metricsSuite(
  { version, ring }: VersionSubject,
  tables: () => NodeMetrics,
  subjectOf: (keyspace: string) => Promise<NodeControlSubject>,
): void {
  it('exposes every metric of the default selection, those of each table with its names', async () => {
    const metrics = readCollectSettings(Object.assign({}, defaultsOf('metrics.'), { 'metrics.budget': PATIENCE_MS }));
    const patience = { jolokiaTimeoutMs: PATIENCE_MS, requestTimeoutMs: PATIENCE_MS };
    const { sidecar, client } = await startBeside([ring().node(0)], { metrics, ...patience });
    try {
      const text = await client.metrics();
      const exposed = new Set(Array.from(text.matchAll(/^# TYPE (\S+?)(?:_total)? /gm), ([, name]) => name));
      const usual = catalogue.filter(({ curated }) => curated).map(({ definition }) => definition.name);
      expect(usual.filter((name) => !exposed.has(name) && !COME_WITH_USE.test(name))).toEqual([]);
      expect(text).toMatch(/^cassandra_table_write_latency_seconds_bucket\{node=".+",keyspace="orders",table="events",le="0\.\d+"\} \d+$/m);
      expect(text).not.toMatch(/operation="\w+-\w+"|NaN/);
    } finally {
      await sidecar.stop(0);
    }
  });

  it('tells the same of pools and caches over both transports', async () => {
    const { control } = ring().node(0);
    expect(await tables().readMetrics(STILL)).toEqual(await control.readMetrics(STILL));
    const found = (metrics: NodeMetrics): Promise<readonly unknown[]> =>
      metrics.findMetrics(STILL.slice(0, 1)).then((ids) => ids.map(({ path, scope }) => `${path} ${scope}`).toSorted());
    const [overTables, overManagement] = [await found(tables()), await found(control)];
    expect(overTables).toEqual(expect.arrayContaining(['request MutationStage', 'transport Native-Transport-Requests']));
    expect(overManagement).toEqual(expect.arrayContaining([...overTables]));
  });

  describe.skipIf(!can(version, 'metricsTables'))('over system_metrics (skipped where a version lacks that keyspace)', () => {
    nodeControlContract(
      `The metrics tables of Cassandra ${version}`,
      async () => {
        const subject = await subjectOf('metrics_contract');
        return { ...subject, control: { ...subject.control, ...tables() } };
      },
      { roles: ['metrics'] },
    );
  });
}
