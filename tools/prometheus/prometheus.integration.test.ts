import { spawnSync } from 'node:child_process';
import { chooseBounds, expose, type Family, LATENCY_BOUNDS, nativeError, quantile, mergeBuckets, coarsen } from '@ringside/metrics';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { exposeNode, type ExposingNode, otherMetrics, readLatencies } from './nodes.ts';
import { CAN_GET_PROMETHEUS, type PrometheusPrograms, providePrometheus } from './provide.ts';
import { type RunningPrometheus, startPrometheus } from './run.ts';

/** Two quick nodes with much to do, and one of which every fiftieth read is slow. */
const QUICK = Array.from({ length: 1_000 }, (_, index) => 0.001 + (index % 100) * 0.00002);
const NODES = [QUICK, QUICK, QUICK.map((each, index) => (index % 50 === 0 ? 0.5 : each))];
const ALL = NODES.flat().toSorted((left, right) => left - right);
const LATENCY = 'cassandra_client_request_latency_seconds';
const JOBS = ['metrics', 'prometheus-text', 'openmetrics-text'];
const PATIENCE = { timeout: 60_000, interval: 250 };

const exact = (q: number): number => ALL[Math.ceil(q * ALL.length) - 1] ?? Number.NaN;

describe.skipIf(!CAN_GET_PROMETHEUS)('a real Prometheus (skipped where it is not installed and there is no apt-get)', () => {
  let programs: PrometheusPrograms;
  let nodes: ExposingNode[];
  let prometheus: RunningPrometheus;

  beforeAll(async () => {
    programs = await providePrometheus();
    nodes = await Promise.all(NODES.map(async (latencies) => exposeNode([readLatencies(latencies), ...otherMetrics()])));
    const targets = nodes.map(({ address }) => address);
    prometheus = await startPrometheus(
      programs,
      JOBS.map((job) => ({ job_name: job, metrics_path: `/${job}`, static_configs: [{ targets }] })),
    );
    const scraped = async (): Promise<boolean> => (await value('count(cassandra_dropped_messages_total)')) === NODES.length * JOBS.length;
    await vi.waitUntil(scraped, PATIENCE);
  });

  afterAll(async () => {
    await prometheus?.stop();
    for (const node of nodes ?? []) await node.stop();
  });

  const value = async (promql: string): Promise<number> => (await prometheus.query(promql))[0]?.value ?? Number.NaN;

  it('reads all three formats without a complaint, and asks for protobuf where it wants native histograms', async () => {
    const targets = await prometheus.targets();
    expect(targets.map(({ health, lastError }) => [health, lastError])).toEqual(targets.map(() => ['up', '']));
    expect(targets).toHaveLength(9);
    expect([...(nodes[0]?.negotiated ?? [])]).toEqual(['prometheus-protobuf']);
  });

  it.each(JOBS)('finds the same values and names in the format of %s', async (job) => {
    expect(await value(`sum(cassandra_dropped_messages_total{job="${job}",verb="READ_REQ"})`)).toBe(9);
    const [disk] = await prometheus.query(`cassandra_table_live_disk_bytes{job="${job}"}`);
    expect([disk?.metric['keyspace'], disk?.metric['table'], disk?.value]).toEqual(['Mix"Ks', 'back\\slash\nünï', 4_096]);
  });

  it.each(['prometheus-text', 'openmetrics-text'])('computes percentiles of all nodes from classic histograms, in %s', async (job) => {
    const series = NODES.map((latencies) => readLatencies(latencies).series[0]?.value).filter((each) => typeof each === 'object');
    const merged = mergeBuckets(series.map((each) => coarsen(each, chooseBounds(each.upperBounds, LATENCY_BOUNDS))));
    for (const q of [0.5, 0.9, 0.99, 0.999]) {
      const answer = await value(`histogram_quantile(${q}, sum by (le) (${LATENCY}_bucket{job="${job}"}))`);
      const { above, atMost } = quantile(merged, q) ?? { above: 0, atMost: Infinity };
      expect(atMost / above).toBeLessThan(2.5);
      for (const each of [answer, exact(q)]) expect(each >= above && each <= atMost).toBe(true);
    }
  });

  it('computes them from native histograms, within the error that is promised', async () => {
    const series = readLatencies([]).series[0]?.value;
    const limit = nativeError(typeof series === 'object' ? series.upperBounds : [], 3, 0.0001);
    expect(limit).toBeLessThan(0.21);
    for (const q of [0.5, 0.9, 0.99, 0.999]) {
      const answer = await value(`histogram_quantile(${q}, sum(${LATENCY}{job="metrics"}))`);
      expect(Math.max(answer / exact(q), exact(q) / answer) - 1).toBeLessThanOrEqual(limit);
    }
    expect(await value(`sum(histogram_count(${LATENCY}{job="metrics"}))`)).toBe(3_000);
  });

  it('shows that averaging the nodes’ percentiles is wrong, by a factor of fifty', async () => {
    const average = await value(`avg(histogram_quantile(0.99, ${LATENCY}{job="metrics"}))`);
    expect(exact(0.99)).toBe(0.00298);
    expect(average / exact(0.99)).toBeGreaterThan(50);
  });

  it('ends a series at the next scrape when it is no longer exposed', async () => {
    const [node] = nodes;
    if (node === undefined) throw new Error('There is a first node');
    node.families = node.families.filter(({ definition: { name } }) => name !== 'cassandra_dropped_messages');
    for (const job of JOBS) {
      const series = `cassandra_dropped_messages_total{job="${job}",instance="${node.address}"}`;
      await expect.poll(async () => (await prometheus.query(series)).length, PATIENCE).toBe(0);
      expect(await value(`up{job="${job}",instance="${node.address}"}`)).toBe(1);
    }
  });

  it('has a tool that finds nothing wrong with our text, and would', () => {
    const check = (families: readonly Family[]): { readonly status: number | null; readonly said: string } => {
      const input = Buffer.concat([...expose(families, 'prometheus-text')]);
      const { status, stderr, stdout } = spawnSync(programs.promtool, ['check', 'metrics'], { input, encoding: 'utf8' });
      return { status, said: stdout + stderr };
    };
    const families = [readLatencies(QUICK), ...otherMetrics()];
    expect(check(families)).toEqual({ status: 0, said: '' });
    const [latencies] = families;
    if (latencies === undefined) throw new Error('There are latencies');
    const planted = [{ ...latencies, definition: { ...latencies.definition, name: 'cassandra_latency_milliseconds' } }];
    expect(check(planted)).toMatchObject({ status: 3, said: expect.stringContaining('use base unit "seconds" instead of "milliseconds"') });
  });
});
