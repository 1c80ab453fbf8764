import type { MetricAnswer, MetricId, MetricRead, NodeMetrics } from '@ringside/node-control';
import { filesOf, loadOf, type NodeState } from '../world/node-state.ts';
import type { World } from '../world/world.ts';
import { answerOf } from './call.ts';

/** Metrics of a simulated node: a few of each group, those of its tables from what it was told to write. Reads cost no time and are not counted. */
export function metricsRole(world: World, node: NodeState): NodeMetrics {
  const answer = answerOf(world, node);
  return {
    findMetrics: answer('findMetrics', (wanted: readonly MetricRead[]) => wanted.flatMap((read) => instancesOf(node, read))),
    readMetrics: answer('readMetrics', (reads: readonly MetricRead[]) => reads.map((read) => readOne(world, node, read))),
  };
}

/** Buckets of latencies, the one that 200 µs are in, and those of other histograms. */
const LATENCY_BUCKETS = 128;
const BUCKET_OF_200_US = 24;
const COUNT_BUCKETS = 166;

const POOLS: Readonly<Record<string, readonly string[]>> = {
  request: ['MutationStage', 'ReadStage'],
  internal: ['CompactionExecutor', 'GossipStage'],
  transport: ['Native-Transport-Requests'],
};
const MESSAGES = ['MUTATION_REQ', 'READ_REQ', 'RANGE_REQ'];
const OPERATIONS = ['Read', 'Write', 'RangeSlice'];
const COLLECTORS = ['G1 Old Generation', 'G1 Young Generation'];

type Value = (node: NodeState, id: MetricRead, world: World) => number;

const zero: Value = () => 0;

const VALUES: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  Table: {
    LiveDiskSpaceUsed: (node, id) => sizesOf(node, id).reduce((sum, size) => sum + size, 0),
    LiveSSTableCount: (node, id) => sizesOf(node, id).length,
    PendingCompactions: zero,
    PendingFlushes: zero,
    RangeLatency: zero,
    RangeTotalLatency: zero,
    ReadLatency: zero,
    SSTablesPerReadHistogram: zero,
    SpeculativeRetries: zero,
    WriteLatency: (node, id) => node.writes.get(`${id.keyspace}.${id.scope}`) ?? 0,
    WriteTotalLatency: (node, id) => 200 * (node.writes.get(`${id.keyspace}.${id.scope}`) ?? 0),
  },
  ClientRequest: { Failures: zero, Latency: zero, Timeouts: zero, TotalLatency: zero, Unavailables: zero },
  DroppedMessage: { Dropped: zero },
  ThreadPools: { ActiveTasks: zero, CompletedTasks: zero, PendingTasks: zero },
  Storage: { Exceptions: zero, Load: (node) => loadOf(node) },
  Compaction: { PendingTasks: ({ compactions }) => compactions.length },
  JVM: {
    CollectionCount: zero,
    CollectionTime: zero,
    HeapUsed: () => 100 * 2 ** 20,
    StartTime: ({ startedAtMs }) => startedAtMs,
  },
};

function sizesOf(node: NodeState, { keyspace, scope }: MetricId): readonly number[] {
  return [...filesOf(node, `${keyspace}.${scope}`).sizes.values()];
}

/** A keyspace adds up what its tables have. */
function sumOf(world: World, node: NodeState, { name, keyspace, reading }: MetricRead): MetricAnswer {
  const tables = node.schema.tables.get(keyspace ?? '');
  const value = VALUES['Table']?.[name];
  if (tables === undefined || value === undefined) return undefined;
  return tables.reduce((sum, scope) => sum + value(node, { group: 'Table', name, keyspace, scope, reading }, world), 0);
}

function readOne(world: World, node: NodeState, read: MetricRead): MetricAnswer {
  if (read.group === 'Keyspace') return sumOf(world, node, read);
  const value = VALUES[read.group]?.[read.name];
  if (value === undefined || !isThere(node, read)) return undefined;
  const number = value(node, read, world);
  if (read.reading !== 'buckets') return number;
  const size = read.name.endsWith('Latency') ? LATENCY_BUCKETS : COUNT_BUCKETS;
  return Array.from({ length: size }, (_, index) => (index === BUCKET_OF_200_US ? number : 0));
}

/** Not by looking through all there are: there may be thousands, each of which is asked for. */
function isThere(node: NodeState, { group, keyspace = '', scope = '', path = '' }: MetricId): boolean {
  if (group === 'Table') return namesOf(node.schema.tables.get(keyspace) ?? NONE).has(scope);
  if (group === 'ThreadPools') return POOLS[path]?.includes(scope) === true;
  const scopes = SCOPES[group];
  return scope === '' ? group !== 'DroppedMessage' && group !== 'ClientRequest' : scopes?.includes(scope) === true;
}

const NONE: readonly string[] = [];
const names = new WeakMap<readonly string[], ReadonlySet<string>>();

function namesOf(tables: readonly string[]): ReadonlySet<string> {
  const known = names.get(tables) ?? new Set(tables);
  names.set(tables, known);
  return known;
}

const SCOPES: Readonly<Record<string, readonly string[]>> = { ClientRequest: OPERATIONS, DroppedMessage: MESSAGES, JVM: COLLECTORS };

function instancesOf(node: NodeState, { group, name }: MetricRead): readonly MetricId[] {
  if (VALUES[group]?.[name] === undefined) return [];
  if (group === 'Table')
    return [...node.schema.tables].flatMap(([keyspace, tables]) => tables.map((scope) => ({ group, name, keyspace, scope })));
  if (group === 'ThreadPools')
    return Object.entries(POOLS).flatMap(([path, pools]) => pools.map((scope) => ({ group, name, path, scope })));
  return SCOPES[group]?.map((scope) => ({ group, name, scope })) ?? [{ group, name }];
}
