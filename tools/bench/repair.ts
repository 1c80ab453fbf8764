import { setTimeout as sleep } from 'node:timers/promises';
import { createDriverClient } from '@ringside/resilient-client/testing';
import type { Bench, BenchOptions } from './bench.ts';
import { type BenchedRing, onBenchedRing } from './benched-ring.ts';
import { startLoad } from './load-checker.ts';
import { inPairs, type Side } from './pairs.ts';
import { median, percentile, round } from './statistics.ts';

const UP_LIMIT_MS = 3 * 60_000;
const NODES = ['node1', 'node2', 'node3'] as const;
const PER_SECOND = 200;
const TABLES = ['orders', 'items'] as const;
const ROWS = 40_000;
const ROW_BYTES = 1_000;
const WRITERS = 64;

/** Repairs of three durable nodes of which one missed every write, ours and `nodetool`'s, while a client reads and writes. */
export const bench: Bench = {
  name: 'repair',
  describe:
    'Three durable nodes of which one missed 80 MB, 200 requests/s of the stock driver meanwhile: ringside repair ÷ nodetool repair -pr on each node in turn, wall ≤ 1.2, reads’ p99 ≤ 0.7; afterwards each node alone has every row',
  bars: [
    { figure: 'failed', atMost: 0 },
    { figure: 'missing', atMost: 0 },
    { figure: 'wall.ratio', atMost: 1.2 },
    { figure: 'p99.ratio', atMost: 0.7 },
  ],
  run,
};

async function run(options: BenchOptions): Promise<Readonly<Record<string, unknown>>> {
  const { log, pairs = 2 } = options;
  return onBenchedRing(NODES.length, options, (ring) => measure({ ring, log }, pairs));
}

interface World {
  readonly ring: BenchedRing;
  readonly log: BenchOptions['log'];
}

/** One repair with what a client saw of it. */
interface Repaired {
  readonly seconds: number;
  readonly p99Ms: number;
  readonly failed: number;
}

async function measure(world: World, pairs: number): Promise<Readonly<Record<string, unknown>>> {
  const keyspaces: string[] = [];
  const { ours, peer } = await inPairs(pairs, async (side) => {
    const keyspace = `bench_repair_${keyspaces.length + 1}`;
    keyspaces.push(keyspace);
    await writeWithoutThird(world, keyspace);
    return repair(world, side, keyspace);
  });
  const missing = await missingRows(world, keyspaces);
  const wall = { ours: medianOf(ours, 'seconds'), peer: medianOf(peer, 'seconds') };
  const p99Ms = { ours: medianOf(ours, 'p99Ms'), peer: medianOf(peer, 'p99Ms') };
  return {
    pairs,
    failed: [...ours, ...peer].reduce((sum, { failed }) => sum + failed, 0),
    missing,
    wall: { oursSeconds: wall.ours, peerSeconds: wall.peer, ratio: round(wall.ours / wall.peer) },
    p99: { oursMs: p99Ms.ours, peerMs: p99Ms.peer, ratio: round(p99Ms.ours / p99Ms.peer) },
  };
}

function medianOf(repairs: readonly Repaired[], figure: 'seconds' | 'p99Ms'): number {
  return round(median(repairs.map((each) => each[figure])), 1);
}

/** Writes what the third node misses, and no hint tells it of. */
async function writeWithoutThird(world: World, keyspace: string): Promise<void> {
  const client = await connect(world, [1, 2]);
  try {
    await client.execute(`CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'NetworkTopologyStrategy', 'replication_factor': 3}`);
    for (const table of TABLES) await client.execute(`CREATE TABLE ${keyspace}.${table} (id int PRIMARY KEY, v blob)`);
    for (const node of ['node1', 'node2']) await world.ring.ringside('nodetool', '--node', node, 'disablehandoff');
    await world.ring.ringside('cluster', 'kill', 'node3');
    for (const table of TABLES) await writeRows(client, `${keyspace}.${table}`);
  } finally {
    await client.shutdown();
  }
  await start(world, ['node3']);
}

/** All of them not alike, so that no compression makes them small. */
async function writeRows(client: Client, table: string): Promise<void> {
  let next = 0;
  const writer = async (): Promise<void> => {
    for (let id = next++; id < ROWS; id = next++) {
      const value = crypto.getRandomValues(Buffer.alloc(ROW_BYTES));
      await client.execute(`INSERT INTO ${table} (id, v) VALUES (?, ?)`, [id, value], { prepare: true, isIdempotent: true });
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

type Client = ReturnType<typeof createDriverClient>;

/** @param numbers of the nodes, the first is 1 */
async function connect({ ring: { port } }: World, numbers: readonly number[], consistency?: number): Promise<Client> {
  const client = createDriverClient({
    contactPoints: numbers.map((number) => `127.0.0.${number}`),
    localDataCenter: 'dc1',
    protocolOptions: { port },
    queryOptions: consistency === undefined ? {} : { consistency },
  });
  await client.connect();
  return client;
}

async function start(world: World, nodes: readonly string[]): Promise<void> {
  for (const node of nodes) await world.ring.ringside('cluster', 'start', node);
  const untilMs = performance.now() + UP_LIMIT_MS;
  while ((await world.ring.tryRingside('status', '--check')).exitCode !== 0) {
    if (performance.now() > untilMs) throw new Error('The nodes are not up again.');
    await sleep(500);
  }
}

async function repair(world: World, side: Side, keyspace: string): Promise<Repaired> {
  const load = await startLoad(['127.0.0.1', '127.0.0.2', '127.0.0.3'], world.ring.port, PER_SECOND);
  const startMs = performance.now();
  if (side === 'ours') await world.ring.ringside('repair', keyspace, '--reason', 'a benchmark');
  else for (const node of NODES) await world.ring.ringside('nodetool', '--node', node, 'repair', '-pr', '--full', keyspace);
  const seconds = (performance.now() - startMs) / 1_000;
  const { readLatenciesMs, failed } = await load.end();
  const p99Ms = percentile(readLatenciesMs, 99);
  world.log(`${side}: ${round(seconds, 1)} s, reads' p99 ${round(p99Ms, 1)} ms, ${failed} failed`);
  return { seconds, p99Ms, failed };
}

/** Of the protocol. */
const ONE = 1;

/** How many rows are not there when each node in turn is alone, over all tables. */
async function missingRows(world: World, keyspaces: readonly string[]): Promise<number> {
  let missing = 0;
  for (const [index, node] of NODES.entries()) {
    const others = NODES.filter((each) => each !== node);
    for (const other of others) await world.ring.ringside('cluster', 'kill', other);
    missing += await missingRowsOf(world, index + 1, keyspaces);
    await start(world, others);
  }
  return missing;
}

async function missingRowsOf(world: World, number: number, keyspaces: readonly string[]): Promise<number> {
  const client = await connect(world, [number], ONE);
  try {
    let missing = 0;
    for (const keyspace of keyspaces) for (const table of TABLES) missing += ROWS - (await countRows(client, `${keyspace}.${table}`));
    return missing;
  } finally {
    await client.shutdown();
  }
}

/** Page by page, and each again while the node still takes the others for alive. */
async function countRows(client: Client, table: string): Promise<number> {
  const untilMs = performance.now() + UP_LIMIT_MS;
  for (;;) {
    try {
      let rows = 0;
      for await (const _ of await client.execute(`SELECT id FROM ${table}`, [], { fetchSize: 5_000, prepare: true })) rows += 1;
      return rows;
    } catch (error) {
      if (performance.now() > untilMs) throw error;
      await sleep(1_000);
    }
  }
}
