import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCassandra } from '@ringside/cassandra-install';
import { openSession, type Session } from '@ringside/client';
import { systemClock, throwIfAborted } from '@ringside/core';
import { createJolokiaControl } from '@ringside/jolokia-control';
import { exposedBounds } from '@ringside/metrics';
import { catalogue, type Collector, type CollectSettings, createCollector } from '@ringside/node-metrics';
import { compile } from '../bootstrap/compile.mjs';
import { ROOT } from '../ci/steps.ts';
import { startSidecarProcess, stopSidecarProcess } from '../real-sidecar/start.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { exportAll, exportSome, fetchExporter, scrapeExporter } from './exporter.peer.ts';
import { type AgentsNode, type AgentsNodeOptions, openAgentsNode } from './scrape-node.ts';
import { median, round } from './statistics.ts';
import { cpuMsOf } from './stock-node.peer.ts';

const PAIRS = 5;
/** Scrapes of one measurement: the kernel counts in steps of 10 ms. */
const SCRAPES = 4;
/** Until the virtual machine has compiled what it runs, which in a node that has been up for an hour it has. */
const WARM_UPS = 100;
/** The same where one scrape reads three times as much, in the node and in the sidecar. */
const THOUSAND_WARM_UPS = 30;
const MEASURED = 10;
/** One table in ten is written and read between two scrapes. */
const BUSY_SHARE = 10;
const TABLES = { some: 300, all: 340, thousand: 1_000 };
const MB = 1_000_000;
/** How often a statement is tried that only sets the scene. */
const ATTEMPTS = 10;

/** What a scrape costs the node, beside the stock exporter in the same virtual machine. */
export const bench: Bench = {
  name: 'scrape',
  describe:
    'Processor time of the node for 15 metrics of 300 tables ÷ the stock JMX exporter agent for the same ≤ 0.10; every metric of 340 tables ≤ 0.25; 1,000 tables: ≤ 1 s, sidecar resident ≤ 180 MB',
  bars: [
    { figure: 'ratio', atMost: 0.1 },
    { figure: 'all.ratio', atMost: 0.25 },
    { figure: 'thousand.wallS', atMost: 1 },
    { figure: 'thousand.residentMb', atMost: 180 },
  ],
  run,
};

/** A stock node with both agents, and a session. */
interface Bed {
  readonly node: AgentsNode;
  readonly session: Session;
  readonly options: BenchOptions;
}

async function run(options: BenchOptions): Promise<Readonly<Record<string, unknown>>> {
  const { log, signal } = options;
  await compile({ root: ROOT, signal });
  const folder = await mkdtemp(join(tmpdir(), 'bench-scrape-'));
  try {
    const exporterJar = await fetchExporter(folder, signal);
    log('Starting a node with stock flags and both agents');
    const compared = await withNode(options, { exporterJar }, (bed) => measure(bed));
    const thousand = await measureThousand(options, folder);
    return { thousand, ...compared };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A sidecar beside a node with a thousand tables, which the heap of the other node has no room for. */
export async function measureThousand(options: BenchOptions, folder: string): Promise<Readonly<Record<string, unknown>>> {
  options.log('Starting a node with room for 1,000 tables');
  return withNode(options, { heapMb: 3_072 }, async (bed) => {
    await createTables(bed, 0, TABLES.thousand);
    return measureSidecar(bed, folder);
  });
}

async function withNode<T>(options: BenchOptions, agents: AgentsNodeOptions, use: (bed: Bed) => Promise<T>): Promise<T> {
  const { signal } = options;
  const node = await openAgentsNode(await getCassandra({ signal }), agents, signal);
  try {
    const session = await openSession({ contactPoints: [node.address], port: 9042, requestTimeoutMs: 120_000 });
    try {
      await patiently(session, "CREATE KEYSPACE bench WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
      return await use({ node, session, options });
    } finally {
      await session.close();
    }
  } finally {
    await node.stop();
  }
}

async function measure(bed: Bed): Promise<Readonly<Record<string, unknown>>> {
  await createTables(bed, 0, TABLES.some);
  await writeFile(bed.node.exporterConfig, exportSome());
  const some = await compare(bed, { include: [] }, BUSY_SHARE);
  const busy = await compare(bed, { include: [] }, 1);
  await createTables(bed, TABLES.some, TABLES.all);
  await writeFile(bed.node.exporterConfig, exportAll());
  const all = await compare(bed, { include: ['cassandra_table_*'] }, BUSY_SHARE);
  return { all, busy, ...some };
}

async function createTables({ session, options: { log, signal } }: Bed, from: number, to: number): Promise<void> {
  log(`Creating tables ${from} to ${to}`);
  for (let index = from; index < to; index += 1) {
    throwIfAborted(signal, 'The benchmark');
    await patiently(session, `CREATE TABLE IF NOT EXISTS bench.t${index} (k int PRIMARY KEY, v int)`);
  }
  await touch(session, to, 1);
}

/** Writes and reads one row of every so many tables. */
async function touch(session: Session, tables: number, every: number): Promise<void> {
  for (let index = 0; index < tables; index += every) {
    await patiently(session, `INSERT INTO bench.t${index} (k, v) VALUES (1, 2)`);
    await patiently(session, `SELECT v FROM bench.t${index} WHERE k = 1`);
  }
}

/** A node with many tables on a busy machine passes its own time limits now and then. Each statement may be repeated; none of this is measured. */
async function patiently(session: Session, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await session.execute(statement);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await systemClock.sleep(2_000);
    }
  }
}

/** Everything but the tables of the benchmark is left out, on both sides. */
const OTHERS = catalogue.filter(({ group, curated }) => curated && group !== 'tables').map(({ definition }) => definition.name);

function collectorOf({ node }: Bed, choice: Pick<CollectSettings, 'include'>): Collector {
  const settings: CollectSettings = {
    ...choice,
    exclude: [...OTHERS, '*{keyspace=system*}'],
    cadenceMs: { requests: 3_600_000, node: 3_600_000, tables: 1 },
    budgetMs: 120_000,
    maxSeries: 10_000_000,
  };
  const source = createJolokiaControl({ url: node.jolokiaUrl, secret: node.secret, timeoutMs: 60_000 });
  return createCollector({ node: node.address, source, settings });
}

interface Compared {
  readonly oursValues: number;
  readonly peerValues: number;
  readonly oursCpuMs: number;
  readonly peerCpuMs: number;
  readonly ratio: number;
}

async function compare(bed: Bed, choice: Pick<CollectSettings, 'include'>, every: number): Promise<Compared> {
  const { node, options } = bed;
  const collector = collectorOf(bed, choice);
  const ours = async (): Promise<number> => valuesOf(collector);
  const peer = async (): Promise<number> => scrapeExporter(node.exporterUrl, options.signal);
  const isAll = choice.include.length > 0;
  const tables = isAll ? TABLES.all : TABLES.some;
  for (let warm = 0; warm < WARM_UPS; warm += isAll ? 5 : 1) {
    await ours();
    await peer();
  }
  const taken: { readonly ours: number; readonly peer: number }[] = [];
  for (let pair = 0; pair < (options.pairs ?? PAIRS); pair += 1) {
    const one = { ours: await cost(bed, tables, every, ours), peer: await cost(bed, tables, every, peer) };
    options.log(`${isAll ? 'all' : 'some'}, 1 in ${every} busy: ours ${one.ours} ms, exporter ${one.peer} ms of processor time`);
    taken.push(one);
  }
  const [oursValues, peerValues] = [await ours(), await peer()];
  collector.close();
  const [oursCpuMs, peerCpuMs] = [median(taken.map((each) => each.ours)), median(taken.map((each) => each.peer))];
  return { oursValues, peerValues, oursCpuMs, peerCpuMs, ratio: round(median(taken.map((each) => each.ours / each.peer))) };
}

/** Processor time of the node for one scrape, without what came before it. */
async function cost({ node, session }: Bed, tables: number, every: number, scrape: () => Promise<number>): Promise<number> {
  let cpuMs = 0;
  for (let count = 0; count < SCRAPES; count += 1) {
    await touch(session, tables, every);
    await systemClock.sleep(50);
    const before = await cpuMsOf(node.pid);
    await scrape();
    cpuMs += (await cpuMsOf(node.pid)) - before;
  }
  return cpuMs / SCRAPES;
}

/** How many values a scrape brings. A histogram counts as the lines that it is exposed as. */
async function valuesOf(collector: Collector): Promise<number> {
  const { families } = await collector.collect();
  const lines = families.flatMap(({ series, definition: { unit } }) =>
    series.map(({ value }) => (typeof value === 'number' ? 1 : exposedBounds(value.upperBounds, unit).length + 3)),
  );
  return lines.reduce((sum, each) => sum + each, 0);
}

/** A whole sidecar beside the node, as it is configured by default but for the cap, scraped as Prometheus does. */
async function measureSidecar({ node, session, options }: Bed, folder: string) {
  const config = join(folder, 'sidecar.json');
  const cassandra = { host: node.address, jolokiaUrl: node.jolokiaUrl, jolokiaSecretFile: node.secretFile };
  const metrics = { maxSeries: 1_000_000, budget: '60s', tablesInterval: '1ms' };
  await writeFile(config, JSON.stringify({ listen: { port: 0 }, cassandra, metrics, log: { level: 'warn' } }));
  const { child, url } = await startSidecarProcess(config, options.signal);
  try {
    const walls: number[] = [];
    let lines = 0;
    for (let scrape = 0; scrape < THOUSAND_WARM_UPS + MEASURED; scrape += 1) {
      await touch(session, TABLES.thousand, BUSY_SHARE);
      const startMs = performance.now();
      const text = await (await fetch(`${url}/metrics`, { signal: options.signal })).text();
      const wallMs = performance.now() - startMs;
      lines = text.split('\n').filter((line) => line.startsWith('cassandra_table_')).length;
      options.log(`1,000 tables: ${lines} lines of tables in ${round(wallMs, 0)} ms`);
      if (scrape >= THOUSAND_WARM_UPS) walls.push(wallMs);
    }
    return { lines, wallS: round(median(walls) / 1_000), residentMb: await residentMbOf(child.pid ?? 0) };
  } finally {
    await stopSidecarProcess(child);
  }
}

/** `VmHWM` of a process, the most that was resident, from the kernel. */
async function residentMbOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return round((Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) * 1_024) / MB, 1);
}
