import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { SidecarSettings } from '../config/settings.ts';
import { type OverSimulation, startOverSimulation, testInstance, wire } from '../testing/simulated-sidecar.ts';

const METRICS: SidecarSettings['metrics'] = {
  cadenceMs: { requests: 5_000, node: 15_000, tables: 30_000 },
  budgetMs: 2_000,
  maxSeries: 50_000,
  include: [],
  exclude: [],
};

let backed: OverSimulation | undefined;

afterEach(async () => backed?.sidecar.stop(0));

async function start(over: Partial<SidecarSettings> = {}): Promise<OverSimulation> {
  backed = await startOverSimulation({ metrics: METRICS, ...over });
  return backed;
}

describe('/metrics with the metrics of nodes', () => {
  it('answers those of the sidecar and those of its node in one document', async () => {
    const { sidecar } = await start();
    const { text, headers } = await wire(sidecar, '/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toMatch(/^ringside_cassandra_up\{node="127.0.0.1:9042",interface="cql"\} 1$/m);
    expect(text).toMatch(/^cassandra_table_write_latency_seconds_count\{node="127.0.0.1:9042",keyspace="orders",table="events"\} 3$/m);
    expect(text).toMatch(/^cassandra_table_sstables\{node="127.0.0.1:9042",keyspace="Mixed",table="Table"\} 0$/m);
    const families = [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name);
    expect(new Set(families).size).toBe(families.length);
  });

  it('tells several nodes apart by a label, each family once', async () => {
    const { sidecar } = await start({ instances: [testInstance(), testInstance({ id: 2, port: 9142 })] });
    const { text } = await wire(sidecar, '/metrics');
    const series = [...text.matchAll(/^cassandra_compaction_pending_tasks\{node="(.+)"\} 1$/gm)].map(([, node]) => node);
    expect(series).toEqual(['127.0.0.1:9042', '127.0.0.1:9142']);
    expect(text.match(/^# TYPE cassandra_compaction_pending_tasks gauge$/gm)).toHaveLength(1);
  });

  it('comes with the last hour of each node, and with none where no metrics of nodes are wanted', async () => {
    const { sidecar } = await start();
    const { json } = await wire(sidecar, '/api/v1/cassandra/history');
    expect(json).toMatchObject({ isKept: true, stepMs: 10_000, timesMs: [] });
    expect((json as { series: { id: string }[] }).series.map(({ id }) => id)).toContain('readP99');
    await sidecar.stop(0);
    const without = await start({ metrics: undefined });
    expect((await wire(without.sidecar, '/api/v1/cassandra/history')).json).toMatchObject({ isKept: false, series: [] });
  });

  it('asks the node once for two scrapers that come together', async () => {
    const { sidecar, node } = await start();
    await Promise.all([wire(sidecar, '/metrics'), wire(sidecar, '/metrics')]);
    expect(node.calls.filter((call) => call === 'findMetrics')).toHaveLength(3);
  });

  it('serves the next scraper, though one left in the middle', async () => {
    const { sidecar, node } = await start();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const arrived = new Promise<void>((resolve) => {
      node.before = async () => {
        resolve();
        await held;
      };
    });
    const left = request(`${sidecar.url}/metrics`).on('error', () => undefined);
    left.end();
    await arrived;
    left.destroy();
    release();
    node.before = async () => undefined;
    expect((await wire(sidecar, '/metrics')).text).toContain('cassandra_thread_pool_pending_tasks{');
    expect(node.calls.filter((call) => call === 'findMetrics')).toHaveLength(3);
  });

  it('answers within the budget while the node does not, and tells how old its values are', async () => {
    const { sidecar, node } = await start({ metrics: { ...METRICS, budgetMs: 50 } });
    node.before = () => new Promise<never>(() => undefined);
    const { status, text } = await wire(sidecar, '/metrics');
    expect(status).toBe(200);
    expect(text).not.toContain('cassandra_thread_pool_pending_tasks{');
    expect(text).toContain('ringside_node_metrics_failures_total{node="127.0.0.1:9042",group="tables"} 0');
  });
});
