import { setTimeout as sleep } from 'node:timers/promises';
import { openSession } from '@ringside/client';
import { type Cluster, createCluster } from '@ringside/cluster';
import { throwIfAborted } from '@ringside/core';
import { ResilientClient } from '@ringside/resilient-client';
import { createDriverClient, translateAddresses } from '@ringside/resilient-client/testing';
import type { Bench, BenchOptions } from './bench.ts';
import { DelayRelay } from './delay-relay.ts';
import { inPairs, type Side } from './pairs.ts';
import { median, percentile, round } from './statistics.ts';

const PAIRS = 5;
const WORKERS = 8;
const WINDOW_MS = 4_000;
/** Before each window: what finds out about the hosts, and what is compiled. */
const WARM_UP_MS = 1_000;
/** Of the nodes' own code, before anything is measured. */
const FIRST_WARM_UP_MS = 15_000;
/** Between two reads of a worker: latencies are measured on nodes that are not saturated, throughput without. */
const PAUSE_MS = 4;
const KEYS = 1_000;
/** How many times slower the slow node is. */
const SLOWER = 10;
const RECOVERY_LIMIT_MS = 15_000;
const RECOVERY_WINDOW_MS = 100;
/** Half of what a third of the nodes should have. */
const RECOVERED_SHARE = 1 / 6;
const READ = 'SELECT note FROM bench.items WHERE id = ?';

/** Reads on three nodes of which one answers ten times slower, by our client and by the driver's with its default policies. */
export const bench: Bench = {
  name: 'slow-replica',
  describe:
    'Three nodes, one 10 × slower: p99 ≤ 0.40 × the driver’s own, p99.9 ≤ 0.5 ×, ≤ 2 % of requests to the slow one; as fast when all are well',
  bars: [
    { figure: 'p99.ratio', atMost: 0.4 },
    { figure: 'p999.ratio', atMost: 0.5 },
    { figure: 'slowShare', atMost: 0.02 },
    { figure: 'requestsPerOperation', atMost: 1.02 },
    { figure: 'recoverySeconds', atMost: 3 },
    { figure: 'healthy.p50.ratio', atMost: 1.03 },
    { figure: 'healthy.p99.ratio', atMost: 1.03 },
    { figure: 'healthy.throughput.ratio', atLeast: 0.97 },
  ],
  run,
};

type Clients = { readonly ours: ResilientClient; readonly peer: ReturnType<typeof createDriverClient> };

/** What one window of load was like. */
interface Window {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly perSecond: number;
  /** The slow node's share of all requests. */
  readonly slowShare: number;
  readonly requestsPerOperation: number;
}

interface World {
  readonly relays: readonly DelayRelay[];
  readonly clients: Clients;
  readonly signal: AbortSignal;
}

async function run(options: BenchOptions): Promise<Readonly<Record<string, unknown>>> {
  const { log, pairs = PAIRS, signal } = options;
  const cluster = await createCluster({ mode: 'throwaway', nodes: 3, signal });
  const opened: { close(): Promise<unknown> }[] = [];
  try {
    log('Starting three nodes');
    await cluster.start();
    await cluster.waitForAllUp();
    await fill(cluster);
    const world = await connectAll(cluster, opened, signal);
    return await measure(world, pairs, log);
  } finally {
    for (const each of opened.toReversed()) await each.close();
    await cluster.destroy();
  }
}

async function fill(cluster: Cluster): Promise<void> {
  const session = await openSession({
    contactPoints: [cluster.node(0).address],
    port: cluster.node(0).nativePort,
    requestTimeoutMs: 60_000,
  });
  await session.execute("CREATE KEYSPACE bench WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3}");
  await session.execute('CREATE TABLE bench.items (id text PRIMARY KEY, note text)');
  for (let key = 0; key < KEYS; key += 1)
    await session.execute('INSERT INTO bench.items (id, note) VALUES (?, ?)', [String(key), 'n'.repeat(100)], { consistency: 'ALL' });
  await session.close();
}

async function connectAll(cluster: Cluster, opened: { close(): Promise<unknown> }[], signal: AbortSignal): Promise<World> {
  const relays: DelayRelay[] = [];
  const addresses = new Map<string, string>();
  for (const { address, nativePort } of cluster.nodes) {
    const relayed = relayAddress(address);
    const relay = await DelayRelay.listen({ address, port: nativePort }, relayed, nativePort);
    addresses.set(address, relayed);
    relays.push(relay);
    opened.push(relay);
  }
  const options = {
    contactPoints: [...addresses.values()],
    localDataCenter: cluster.node(0).datacenter,
    protocolOptions: { port: cluster.node(0).nativePort },
    policies: { addressResolution: translateAddresses(addresses) },
  };
  const clients = { ours: new ResilientClient(options), peer: createDriverClient(options) };
  for (const client of Object.values(clients)) {
    opened.push({ close: () => client.shutdown() });
    await client.connect();
  }
  return { relays, clients, signal };
}

/** Another address of the loopback interface for each node's: 127.1.2.3 becomes 127.1.2.203. */
function relayAddress(address: string): string {
  return address.replace(/\d+$/, (last) => String(Number(last) + 200));
}

async function measure(world: World, pairs: number, log: BenchOptions['log']): Promise<Readonly<Record<string, unknown>>> {
  for (const side of ['peer', 'ours'] as const) await load(world, side, FIRST_WARM_UP_MS, 0);
  const healthy = await inPairs(pairs, (side) => settled(world, side, 'healthy', log));
  const saturated = await inPairs(pairs, (side) => load(world, side, WINDOW_MS, 0));
  const quarantines = world.clients.ours.hostHealth().reduce((sum, host) => sum + host.quarantines, 0);
  const slow = world.relays.at(-1) as DelayRelay;
  slow.delayMs = median(healthy.peer.map(({ p50Ms }) => p50Ms)) * (SLOWER - 1);
  log(`one node answers ${round(slow.delayMs)} ms later`);
  const slowed = await inPairs(pairs, (side) => settled(world, side, 'one slow', log));
  const recovery: number[] = [];
  for (let turn = 0; turn < pairs; turn += 1) recovery.push(await recover(world, slow, log));
  return {
    pairs,
    delayMs: round(median(healthy.peer.map(({ p50Ms }) => p50Ms)) * (SLOWER - 1)),
    healthy: { ...figures(healthy), throughput: compare(saturated, ({ perSecond }) => perSecond), quarantines },
    ...figures(slowed),
    slowShare: round(median(slowed.ours.map(({ slowShare }) => slowShare)), 4),
    peerSlowShare: round(median(slowed.peer.map(({ slowShare }) => slowShare)), 4),
    requestsPerOperation: round(median(slowed.ours.map(({ requestsPerOperation }) => requestsPerOperation)), 4),
    recoverySeconds: round(Math.max(...recovery)),
  };
}

/** After a while of the same load, which is not counted. */
async function settled(world: World, side: Side, what: string, log: BenchOptions['log']): Promise<Window> {
  await load(world, side, WARM_UP_MS, PAUSE_MS);
  const window = await load(world, side, WINDOW_MS, PAUSE_MS);
  log(
    `${what}, ${side}: ${JSON.stringify(Object.fromEntries(Object.entries(window).map(([name, value]) => [name, round(value as number, 4)])))}`,
  );
  return window;
}

async function load({ relays, clients, signal }: World, side: Side, spanMs: number, pauseMs: number): Promise<Window> {
  const client = clients[side];
  const takenMs: number[] = [];
  const before = relays.map(({ statements }) => statements);
  const startMs = performance.now();
  const work = async (): Promise<void> => {
    while (performance.now() < startMs + spanMs) {
      throwIfAborted(signal, 'The benchmark');
      const sentMs = performance.now();
      await client.execute(READ, [String(Math.floor(Math.random() * KEYS))], { prepare: true, isIdempotent: true });
      takenMs.push(performance.now() - sentMs);
      if (pauseMs > 0) await sleep(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  const spentMs = performance.now() - startMs;
  const passed = relays.map(({ statements }, index) => statements - (before[index] ?? 0));
  const requests = passed.reduce((sum, each) => sum + each, 0);
  return {
    p50Ms: percentile(takenMs, 50),
    p99Ms: percentile(takenMs, 99),
    p999Ms: percentile(takenMs, 99.9),
    perSecond: (takenMs.length / spentMs) * 1_000,
    slowShare: (passed.at(-1) ?? 0) / requests,
    requestsPerOperation: requests / takenMs.length,
  };
}

/** From the end of the delay to the first moment in which the node has half of what it should have; then it is slow again until it is found out. */
async function recover(world: World, slow: DelayRelay, log: BenchOptions['log']): Promise<number> {
  const { delayMs } = slow;
  await load(world, 'ours', WARM_UP_MS, PAUSE_MS);
  slow.delayMs = 0;
  const startMs = performance.now();
  let share = 0;
  while (share < RECOVERED_SHARE && performance.now() < startMs + RECOVERY_LIMIT_MS)
    ({ slowShare: share } = await load(world, 'ours', RECOVERY_WINDOW_MS, PAUSE_MS));
  const seconds = (performance.now() - startMs) / 1_000;
  log(`back after ${round(seconds)} s`);
  await sleep(delayMs, undefined, { signal: world.signal });
  slow.delayMs = delayMs;
  return seconds;
}

type Windows = Readonly<Record<Side, readonly Window[]>>;

function figures(windows: Windows): Readonly<Record<string, unknown>> {
  return {
    p50: compare(windows, ({ p50Ms }) => p50Ms),
    p99: compare(windows, ({ p99Ms }) => p99Ms),
    p999: compare(windows, ({ p999Ms }) => p999Ms),
  };
}

/** Medians of both sides, and the median of the pairs' ratios. */
function compare({ ours, peer }: Windows, pick: (window: Window) => number): Readonly<Record<string, number>> {
  return {
    ours: round(median(ours.map(pick))),
    peer: round(median(peer.map(pick))),
    ratio: round(median(ours.map((window, index) => pick(window) / pick(peer[index] as Window)))),
  };
}
