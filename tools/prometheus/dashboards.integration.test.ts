import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNodetool } from '@ringside/cassandra-tools';
import { openSession, type Session } from '@ringside/client';
import { type Cluster, createCluster } from '@ringside/cluster';
import { type Dashboard, dashboards, type Expression, expressions } from '@ringside/metrics-dashboards';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startSidecarProcess, stopSidecarProcess } from '../real-sidecar/start.ts';
import { CAN_GET_PROMETHEUS, providePrometheus } from './provide.ts';
import { labelNamesOf, type Samples, samplesOf } from './samples.ts';
import { type QueriedValue, type RunningPrometheus, startPrometheus } from './run.ts';

/** What the reference shows of each metric. */
const SAMPLES = join(import.meta.dirname, '../../docs-site/src/recorded/metrics.json');
const SLOW_MS = 600_000;
const PATIENCE = { timeout: 90_000, interval: 1_000 };
const OFTEN = {
  requestsInterval: '2s',
  nodeInterval: '2s',
  tablesInterval: '2s',
  budget: '20s',
  include: ['cassandra_table_*{keyspace=shop}'],
};
/** A scrape waits for the node to be read; on a busy machine that takes longer than the second in which Prometheus gives up otherwise. */
const SCRAPED = { scrape_interval: '4s', scrape_timeout: '4s' };

/** Series that Cassandra has only once something has happened. The test makes it happen. */
const NEED_AN_EVENT = /cassandra_(?:hints_(?:succeeded|failed|timed_out)|streaming_\w+|read_repair_blocking)_total/;

const CHOSEN: Readonly<Record<string, string>> = { $__rate_interval: '20s', $node: '.*', $keyspace: 'shop', $table: 'carts' };

/** A query as Grafana sends it, once its reader has chosen. */
function asSent({ expr }: Expression): string {
  return Object.entries(CHOSEN).reduce((text, [name, value]) => text.replaceAll(name, value), expr);
}

const titles = new Set(dashboards.map(({ title }: Dashboard) => title));
const queries = expressions().filter(({ of }) => titles.has(of.slice(0, of.indexOf(':'))));

describe.skipIf(!CAN_GET_PROMETHEUS)(
  'the dashboards (skipped where Prometheus is not installed and there is no apt-get)',
  { timeout: SLOW_MS },
  () => {
    let folder: string;
    let cluster: Cluster;
    let session: Session;
    let prometheus: RunningPrometheus;
    let urls: readonly string[];
    const sidecars: ChildProcess[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'ringside-dashboards-'));
      cluster = await createCluster({ mode: 'throwaway', nodes: 2 });
      await cluster.start();
      await cluster.waitForAllUp();
      urls = await Promise.all(cluster.nodes.map(startBeside));
      session = await openSession({ contactPoints: [cluster.node(0).address], port: cluster.node(0).nativePort, requestTimeoutMs: 60_000 });
      await session.execute("CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 2}");
      await session.execute('CREATE TABLE shop.carts (id int PRIMARY KEY, items text)');
      const targets = urls.map((url) => new URL(url).host);
      prometheus = await startPrometheus(
        await providePrometheus(),
        [{ job_name: 'ringside', ...SCRAPED, static_configs: [{ targets }] }],
        'classic',
      );
    }, SLOW_MS);

    afterAll(async () => {
      await prometheus?.stop();
      await session?.close();
      await Promise.all(sidecars.map(async (child) => stopSidecarProcess(child)));
      await cluster?.destroy();
      await rm(folder, { recursive: true, force: true });
    }, SLOW_MS);

    async function startBeside(node: Cluster['nodes'][number]): Promise<string> {
      const config = join(folder, `${node.name}.json`);
      const cassandra = {
        host: node.address,
        port: node.nativePort,
        jolokiaUrl: node.controlUrl,
        jolokiaSecretFile: node.controlSecretFile,
      };
      await writeFile(config, JSON.stringify({ listen: { port: 0 }, cassandra, metrics: OFTEN, log: { level: 'warn' } }));
      const { child, url } = await startSidecarProcess(config);
      sidecars.push(child);
      return url;
    }

    /** Reads and writes, of which a rate needs some before and some after a scrape. */
    async function traffic(): Promise<void> {
      for (let id = 0; id < 20; id += 1) {
        await session.execute('INSERT INTO shop.carts (id, items) VALUES (?, ?)', [id, 'tea']);
        await session.execute('SELECT items FROM shop.carts WHERE id = ?', [id]);
        await session.execute('SELECT items FROM shop.carts LIMIT 5');
      }
    }

    const nodetool = async (index: number, ...words: readonly string[]): Promise<void> => {
      const { exitCode, err } = await runNodetool(words, { cluster, node: cluster.node(index) });
      expect([words.join(' '), exitCode, err]).toEqual([words.join(' '), 0, '']);
    };

    async function empty(among: readonly Expression[]): Promise<readonly string[]> {
      const answers = await Promise.all(among.map(async (each) => [each, await prometheus.query(asSent(each))] as const));
      return answers.filter(([, series]) => series.length === 0).map(([{ of, expr }]) => `${of}: ${expr}`);
    }

    /** Those that stay empty for long, under load. */
    async function stayEmpty(among: readonly Expression[]): Promise<readonly string[]> {
      let left: readonly string[] = [];
      const isDone = async (): Promise<boolean> => {
        await traffic();
        left = await empty(among);
        return left.length === 0;
      };
      await vi.waitUntil(isDone, PATIENCE).catch(() => undefined);
      return left;
    }

    it('find series for each query, where two sidecars beside two nodes are scraped', async () => {
      const [afterEvents, others] = [queries.filter(needsEvent), queries.filter((each) => !needsEvent(each))];
      expect(await stayEmpty(others)).toEqual([]);
      expect(others.length).toBeGreaterThan(50);
      expect(afterEvents).toHaveLength(6);
    });

    it('find those that need an event once it has happened: a hint, a stream, a read that repairs', async () => {
      await nodetool(0, 'disablehandoff');
      await cluster.node(1).stop();
      await session.execute("INSERT INTO shop.carts (id, items) VALUES (100, 'without a hint')");
      await nodetool(0, 'enablehandoff');
      await session.execute("INSERT INTO shop.carts (id, items) VALUES (101, 'with a hint')");
      await cluster.node(1).start();
      await cluster.waitForAllUp();
      await session.execute('SELECT items FROM shop.carts WHERE id = 100', [], { consistency: 'ALL' });
      await nodetool(1, 'rebuild', '-ks', 'shop');
      expect(await stayEmpty(queries.filter(needsEvent))).toEqual([]);
    });

    it('show percentiles of all nodes that lie between those of the nodes', async () => {
      const of = (by: string): Promise<readonly QueriedValue[]> =>
        prometheus.query(`histogram_quantile(0.99, sum by (le${by}) (cassandra_client_request_latency_seconds_bucket{operation="Write"}))`);
      const [[all], each] = await Promise.all([of(''), of(', node')]);
      const values = each.map(({ value }) => value).filter((value) => !Number.isNaN(value));
      expect(values.length).toBeGreaterThan(0);
      expect(all?.value).toBeGreaterThanOrEqual(Math.min(...values));
      expect(all?.value).toBeLessThanOrEqual(Math.max(...values));
    });

    it('have the labels that the reference shows of each metric (RINGSIDE_RECORD=1 writes them)', async () => {
      const scraped = samplesOf(await (await fetch(`${urls[0]}/metrics`, { headers: { accept: 'text/plain' } })).text());
      if (process.env['RINGSIDE_RECORD'] === '1') await writeFile(SAMPLES, `${JSON.stringify(scraped, null, 2)}\n`);
      const recorded = JSON.parse(await readFile(SAMPLES, 'utf8')) as Samples;
      const both = Object.keys(recorded).filter((name) => name in scraped);
      expect(both.length).toBeGreaterThan(150);
      for (const name of both) expect([name, labelNamesOf(recorded[name] ?? [])]).toEqual([name, labelNamesOf(scraped[name] ?? [])]);
    });
  },
);

function needsEvent({ expr }: Expression): boolean {
  return NEED_AN_EVENT.test(expr);
}
