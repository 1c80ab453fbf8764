import { randomUUID } from 'node:crypto';
import { type Allocations, allocationsSchema, createAllocations } from '@ringside/allocations';
import { type ConditionalWrite, createTables, type RecipeRow } from '@ringside/client-recipes';
import { type Cluster, createCluster } from '@ringside/cluster';
import { mapSome, throwIfAborted } from '@ringside/core';
import { compareAndSet, openClient } from '@ringside/resilient-client';
import { createDriverClient } from '@ringside/resilient-client/testing';
import type { Bench, BenchOptions } from './bench.ts';
import { inPairs, type Side } from './pairs.ts';
import { median, percentile, round } from './statistics.ts';

const PAIRS = 5;
const AT_ONCE = 8;
const READS = 6_000;
const NEW_CUSTOMERS = 1_000;
/** Of the test whose index is rebuilt. */
const ROWS = 50_000;
const KEYSPACE = 'shop';
const TEST = 'big-buttons';
const CELLS = ['control', 'big'];
/** Of the native protocol. */
const [LOCAL_QUORUM, SERIAL] = [6, 8];
const DECLARED = { prepare: true, isIdempotent: true };
const HOT = `SELECT test_id, cell, allocated_at FROM ${KEYSPACE}.allocations WHERE customer_id = ?`;
const DECIDE = `INSERT INTO ${KEYSPACE}.bare (customer_id, test_id, cell, allocated_at, allocation_id) VALUES (?, ?, ?, ?, ?) IF NOT EXISTS`;

/** The store of allocations on three nodes against the same work with the driver alone. */
export const bench: Bench = {
  name: 'allocations',
  describe:
    'Three nodes: all allocations of a customer ÷ the driver’s same query ≤ 1.10; an allocation ÷ a bare conditional write ≤ 1.3; rows/s of a rebuild, verified, ÷ reading and writing one by one ≥ 4',
  bars: [
    { figure: 'hotRead.p50.ratio', atMost: 1.1 },
    { figure: 'hotRead.p99.ratio', atMost: 1.1 },
    { figure: 'allocate.p50.ratio', atMost: 1.3 },
    { figure: 'rebuild.ratio', atLeast: 4 },
  ],
  run,
};

interface World {
  /** As an application has it. */
  readonly allocations: Allocations;
  /** Without the time that a rebuild gives to those who write meanwhile. */
  readonly rebuilding: Allocations;
  readonly peer: ReturnType<typeof createDriverClient>;
  readonly signal: AbortSignal;
  readonly log: BenchOptions['log'];
}

async function run({ log, pairs = PAIRS, signal }: BenchOptions): Promise<Readonly<Record<string, unknown>>> {
  const cluster = await createCluster({ mode: 'throwaway', nodes: 3, signal });
  const closing: (() => Promise<unknown>)[] = [() => cluster.destroy()];
  try {
    log('Starting three nodes');
    await cluster.start();
    await cluster.waitForAllUp();
    const world = await connect(cluster, closing, { log, signal });
    await fill(world);
    return await measure(world, pairs);
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

async function connect(
  cluster: Cluster,
  closing: (() => Promise<unknown>)[],
  { log, signal }: Pick<BenchOptions, 'log' | 'signal'>,
): Promise<World> {
  const contactPoints = cluster.nodes.map(({ address }) => address);
  const { nativePort: port, datacenter: localDataCenter } = cluster.node(0);
  const ours = await openClient({ contactPoints, port, requestTimeoutMs: 30_000 });
  closing.push(() => ours.shutdown());
  const queryOptions = { consistency: LOCAL_QUORUM, serialConsistency: SERIAL };
  const peer = createDriverClient({ contactPoints, localDataCenter, protocolOptions: { port }, queryOptions });
  closing.push(() => peer.shutdown());
  await peer.connect();
  await createTables(ours, [
    `CREATE KEYSPACE ${KEYSPACE} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3}`,
    ...allocationsSchema(KEYSPACE),
    `CREATE TABLE ${KEYSPACE}.bare (customer_id text, test_id text, cell text, allocated_at timestamp, allocation_id uuid, PRIMARY KEY (customer_id, test_id))`,
    `CREATE TABLE ${KEYSPACE}.bare_by_cell (test_id text, cell text, bucket int, customer_id text, allocated_at timestamp, PRIMARY KEY ((test_id, cell, bucket), customer_id))`,
    `CREATE TABLE ${KEYSPACE}.bare_by_day (test_id text, day text, bucket int, allocated_at timestamp, customer_id text, cell text, PRIMARY KEY ((test_id, day, bucket), allocated_at, customer_id))`,
  ]);
  const options = { keyspace: KEYSPACE, conditional: (write: ConditionalWrite) => compareAndSet(ours, write) };
  const rebuilding = createAllocations(ours, { ...options, testCacheMs: 0 });
  return { allocations: createAllocations(ours, options), rebuilding, peer, signal, log };
}

/** Without conditions: how the rows came is not what is measured. */
async function fill({ allocations, peer, log }: World): Promise<void> {
  log(`Writing ${ROWS} allocations`);
  await allocations.createTest({ testId: TEST, cells: CELLS, expectedCustomers: 400_000 });
  const insert = `INSERT INTO ${KEYSPACE}.allocations (customer_id, test_id, cell, allocated_at, allocation_id) VALUES (?, ?, ?, ?, ?)`;
  await mapSome(numbers(ROWS), 64, async (at) => void (await peer.execute(insert, rowOf(customer(at)), DECLARED)));
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);
const customer = (at: number): string => `customer-${at}`;
const rowOf = (customerId: string): unknown[] => [customerId, TEST, 'big', new Date(), randomUUID()];

async function measure(world: World, pairs: number): Promise<Readonly<Record<string, unknown>>> {
  for (const side of ['peer', 'ours'] as const) for (const work of [read, decide]) await work(world, side);
  const reads = await inPairs(pairs, (side) => read(world, side));
  const decisions = await inPairs(pairs, (side) => decide(world, side));
  const rebuilds = await inPairs(Math.max(1, Math.floor(pairs / 2)), (side) => rebuild(world, side));
  const perSecond = (side: Side): number => round(median(rebuilds[side]), 0);
  return {
    pairs,
    hotRead: { p50: compare(reads, 50), p99: compare(reads, 99) },
    allocate: { p50: compare(decisions, 50), p99: compare(decisions, 99) },
    rebuild: {
      rowsPerSecond: perSecond('ours'),
      peerRowsPerSecond: perSecond('peer'),
      ratio: round(perSecond('ours') / perSecond('peer')),
    },
  };
}

/** What each call of one turn took, in milliseconds. */
type Taken = readonly number[];

function compare(taken: Readonly<Record<Side, readonly Taken[]>>, percent: number): Readonly<Record<string, number>> {
  const [ours, peer] = [taken.ours, taken.peer].map((turns) => median(turns.map((each) => percentile(each, percent))));
  return {
    oursMs: round(ours ?? Number.NaN),
    peerMs: round(peer ?? Number.NaN),
    ratio: round((ours ?? Number.NaN) / (peer ?? Number.NaN)),
  };
}

async function timed({ signal }: World, count: number, call: (at: number) => Promise<unknown>): Promise<Taken> {
  return mapSome(numbers(count), AT_ONCE, async (at) => {
    throwIfAborted(signal, 'The benchmark');
    const startMs = performance.now();
    await call(at);
    return performance.now() - startMs;
  });
}

async function read(world: World, side: Side): Promise<Taken> {
  const one = (at: number): string => customer(at % ROWS);
  const taken = await timed(world, READS, async (at) => {
    const found =
      side === 'ours'
        ? (await world.allocations.allocationsOf(one(at))).length
        : (await world.peer.execute(HOT, [one(at)], DECLARED)).rowLength;
    if (found !== 1) throw new Error(`${one(at)} has ${found} allocations`);
  });
  world.log(`hot read, ${side}: p50 ${round(percentile(taken, 50))} ms, p99 ${round(percentile(taken, 99))} ms`);
  return taken;
}

async function decide(world: World, side: Side): Promise<Taken> {
  const run = randomUUID();
  const taken = await timed(world, NEW_CUSTOMERS, async (at) => {
    const customerId = `${run}-${at}`;
    if (side === 'ours') await world.allocations.allocate({ customerId, testId: TEST, cell: 'big' });
    else await world.peer.execute(DECIDE, rowOf(customerId), { prepare: true });
  });
  world.log(`new allocation, ${side}: p50 ${round(percentile(taken, 50))} ms, p99 ${round(percentile(taken, 99))} ms`);
  return taken;
}

/** @returns rows a second */
async function rebuild(world: World, side: Side): Promise<number> {
  const startMs = performance.now();
  const rows = side === 'ours' ? await rebuildByStore(world) : await rebuildOneByOne(world);
  const perSecond = (rows / (performance.now() - startMs)) * 1_000;
  world.log(`rebuild, ${side}: ${rows} rows, ${round(perSecond, 0)} rows/s`);
  return perSecond;
}

async function rebuildByStore({ rebuilding, signal }: World): Promise<number> {
  const { verified } = await rebuilding.rebuild({ testId: TEST, keepOldMs: 0, signal });
  if (verified === undefined || verified.missing + verified.wrong + verified.extra > 0) throw new Error('The rebuilt index was not right');
  return verified.allocations;
}

/** The table page by page, and for each row both of its index rows. */
async function rebuildOneByOne({ peer, signal }: World): Promise<number> {
  const byCell = `INSERT INTO ${KEYSPACE}.bare_by_cell (test_id, cell, bucket, customer_id, allocated_at) VALUES (?, ?, ?, ?, ?)`;
  const byDay = `INSERT INTO ${KEYSPACE}.bare_by_day (test_id, day, bucket, allocated_at, customer_id, cell) VALUES (?, ?, ?, ?, ?, ?)`;
  let rows = 0;
  const all = peer.stream(`SELECT customer_id, cell, allocated_at FROM ${KEYSPACE}.allocations`, [], { prepare: true });
  for await (const row of all as unknown as AsyncIterable<RecipeRow>) {
    throwIfAborted(signal, 'The benchmark');
    const [customerId, cell, allocatedAt] = ['customer_id', 'cell', 'allocated_at'].map((column) => row.get(column));
    await peer.execute(byCell, [TEST, cell, 0, customerId, allocatedAt], DECLARED);
    await peer.execute(byDay, [TEST, '2026-11-30', 0, allocatedAt, customerId, cell], DECLARED);
    rows += 1;
  }
  return rows;
}
