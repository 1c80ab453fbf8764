import { formatBytes, formatDuration } from '@ringside/core';
import type { CacheFacts, NodeFacts, RecentFacts } from '../facts.ts';
import type { Rule } from '../rule.ts';
import { NEEDS_MANAGEMENT, percent } from './words.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const HOUR_MS = 3_600_000;

/** Fewer lookups than this say nothing of a cache. */
const ENOUGH_LOOKUPS = 10_000;
const NOT_WATCHED = 'The sidecar has not watched the node long enough';

function isUsed(cache: CacheFacts | null): boolean {
  return cache === null || (cache.capacityBytes > 0 && cache.requests >= ENOUGH_LOOKUPS);
}

function hitRate(cache: CacheFacts | null): number | null {
  return cache === null ? null : cache.hits / cache.requests;
}

function perHour(recent: RecentFacts | null, what: 'droppedMessages' | 'evictedStatements'): number | null {
  return recent === null ? null : (recent[what] * HOUR_MS) / Math.max(recent.overMs, HOUR_MS);
}

function span({ recent }: NodeFacts): string {
  return formatDuration(recent?.overMs ?? 0);
}

/** What piles up. */
const backlog: readonly Rule<NodeFacts>[] = [
  {
    name: 'compaction-backlog',
    measures: 'Compactions that wait or run',
    unit: 'count',
    badWhen: 'atLeast',
    consider: 20,
    act: 100,
    source: 'Experience: a few tens go away after a load; a hundred that stay mean that compaction does not keep up with writes',
    measure: ({ pendingCompactions }) => pendingCompactions,
    unknown: NEEDS_MANAGEMENT,
    fact: (measured, { compactionBytesPerSecond: limit }) =>
      `${measured} compactions wait${limit === null || limit === 0 ? '' : `, at a limit of ${formatBytes(limit)} a second`}`,
    change: ({ compactionBytesPerSecond: limit }) =>
      limit === 0
        ? 'There is no limit of throughput: the disk or concurrent_compactors is. Look at the disk first, then raise concurrent_compactors.'
        : `Raise compaction_throughput while the disk has room, \`nodetool setcompactionthroughput ${limit === null ? 128 : Math.ceil((2 * limit) / MIB)}\`, and watch read latency.`,
    cost: 'Compaction takes disk and processor from requests. Set it back when it has caught up.',
    page: 'learn/compaction',
  },
  {
    name: 'flush-pressure',
    measures: 'Memtables that wait to be written to disk',
    unit: 'count',
    badWhen: 'atLeast',
    consider: 2,
    act: 5,
    source: 'memtable_flush_writers of cassandra.yaml: 2 for one data directory; when all are busy and memtables fill up, writes wait',
    measure: ({ pendingFlushes }) => pendingFlushes,
    unknown: NEEDS_MANAGEMENT,
    fact: (measured) => `${measured} memtables wait to be written to disk`,
    change: () =>
      'Look whether the disk of the data is busy with compactions. If it has room, raise memtable_flush_writers; if there are many small tables, make fewer.',
    cost: 'A restart of the node; more writers take disk from reads.',
    page: 'learn/write-path',
  },
  {
    name: 'dropped-messages',
    measures: 'Messages thrown away, per hour',
    unit: 'count',
    badWhen: 'atLeast',
    consider: 1,
    act: 100,
    source: 'MessagingService drops what waited longer than its time-out: a write that is dropped is missing on this replica',
    measure: ({ recent }) => perHour(recent, 'droppedMessages'),
    unknown: NOT_WATCHED,
    fact: (_, facts) => `the node threw away ${facts.recent?.droppedMessages ?? 0} messages in the last ${span(facts)}`,
    change: () =>
      'Find what keeps the node busy (`ringside top`: pools that wait, garbage collection, compaction), take load off it, then repair.',
    cost: 'More nodes or less load; the repair reads all data of the tables once.',
    page: 'operate/watch',
  },
  {
    name: 'hints',
    measures: 'Hints written since the node started and not delivered',
    unit: 'count',
    badWhen: 'atLeast',
    consider: 1_000,
    act: 1_000_000,
    source: 'max_hint_window of cassandra.yaml: 3 h; what is not delivered in time is missing until a repair',
    measure: ({ undeliveredHints }) => undeliveredHints,
    unknown: NEEDS_MANAGEMENT,
    fact: (measured) => `the node keeps about ${measured} hints for others`,
    change: () => 'Bring back the node that they are for. One that was away longer than max_hint_window needs a repair when it is back.',
    cost: 'Delivering them is throttled by hinted_handoff_throttle, and takes the more time the more there are.',
    page: 'learn/hinted-handoff',
  },
  {
    name: 'prepared-statements',
    measures: 'Prepared statements dropped to make room, per hour',
    unit: 'count',
    badWhen: 'atLeast',
    consider: 10,
    act: null,
    source: 'QueryProcessor warns when it evicts: an application that prepares each statement anew fills the cache',
    measure: ({ recent }) => perHour(recent, 'evictedStatements'),
    unknown: NOT_WATCHED,
    fact: (_, facts) =>
      `the node dropped ${facts.recent?.evictedStatements ?? 0} prepared statements in the last ${span(facts)} to make room`,
    change: () => 'Bind values instead of writing them into the text, and prepare each statement once.',
    cost: 'A change of the application. A larger prepared_statements_cache_size only hides it.',
    page: 'operate/watch',
  },
];

/** Memory. */
const memory: readonly Rule<NodeFacts>[] = [
  {
    name: 'key-cache',
    measures: 'Hit rate of the key cache',
    unit: 'ratio',
    badWhen: 'atMost',
    consider: 0.7,
    act: null,
    source: 'Experience: a key cache that fits finds nine of ten; looked at from 10,000 lookups on',
    applies: ({ keyCache }) => isUsed(keyCache),
    measure: ({ keyCache }) => hitRate(keyCache),
    unknown: NEEDS_MANAGEMENT,
    fact: (measured, { keyCache }) =>
      `the key cache of ${formatBytes(keyCache?.capacityBytes ?? 0)} finds ${percent(measured)} of what is looked for`,
    change: () => 'Double key_cache_size. If that changes nothing, keys are read once only: make it small instead.',
    cost: 'Heap. A restart of the node, or `nodetool setcachecapacity` until the next one.',
    page: 'learn/read-path',
  },
  {
    name: 'row-cache',
    measures: 'Hit rate of the row cache',
    unit: 'ratio',
    badWhen: 'atMost',
    consider: 0.5,
    act: null,
    source: 'Every miss reads and keeps whole rows: below half it costs more than it saves; looked at from 10,000 lookups on',
    applies: ({ rowCache }) => isUsed(rowCache),
    measure: ({ rowCache }) => hitRate(rowCache),
    unknown: NEEDS_MANAGEMENT,
    fact: (measured, { rowCache }) =>
      `the row cache of ${formatBytes(rowCache?.capacityBytes ?? 0)} finds ${percent(measured)} of what is looked for`,
    change: () => "Switch it off for tables that are written often: caching = {'rows_per_partition': 'NONE'}.",
    cost: 'None: it frees memory.',
    page: 'learn/read-path',
  },
  {
    name: 'row-cache-unused',
    measures: 'Bytes set aside for a row cache that nobody looks into',
    unit: 'bytes',
    badWhen: 'atLeast',
    consider: 1,
    act: null,
    source: 'row_cache_size is a limit of the node, and tables take part only if their caching says so',
    applies: ({ rowCache }) => rowCache === null || (rowCache.requests === 0 && rowCache.capacityBytes > 0),
    measure: ({ rowCache }) => rowCache?.capacityBytes ?? null,
    unknown: NEEDS_MANAGEMENT,
    fact: (measured) => `a row cache of ${formatBytes(measured)} is configured, and no table uses it`,
    change: () => "Set row_cache_size to 0, or caching = {'rows_per_partition': 'ALL'} on the small table that is meant.",
    cost: 'A restart of the node for the former.',
    page: 'learn/read-path',
  },
  {
    name: 'gc-share',
    measures: 'Share of the time spent in garbage collections',
    unit: 'ratio',
    badWhen: 'atLeast',
    consider: 0.05,
    act: 0.1,
    source: 'Experience: below a twentieth collections do not show in the 99th percentile of latencies',
    measure: ({ recent }) => (recent === null ? null : recent.gcMs / Math.max(1, recent.overMs)),
    unknown: NOT_WATCHED,
    fact: (measured, facts) => `garbage collections took ${percent(measured)} of the last ${span(facts)}`,
    change: ({ heapMaxBytes }) =>
      `Look for what fills the heap first: large partitions, many tombstones, large batches, many tables. Then give it more than ${formatBytes(heapMaxBytes ?? 8 * GIB)}, up to 31 GiB.`,
    cost: 'A restart; memory that the page cache then lacks.',
    page: 'operate/watch',
  },
  {
    name: 'heap-size',
    measures: 'Largest heap allowed, between 32 and 48 GiB',
    unit: 'bytes',
    badWhen: 'atLeast',
    consider: 32 * GIB,
    act: null,
    source: 'From 32 GiB on Java needs 8 bytes for each reference instead of 4 (-XX:+UseCompressedOops), so 31 GiB hold more than 40',
    applies: ({ heapMaxBytes }) => heapMaxBytes === null || heapMaxBytes < 48 * GIB,
    measure: ({ heapMaxBytes }) => heapMaxBytes,
    unknown: NEEDS_MANAGEMENT,
    fact: (measured) => `the heap may have ${formatBytes(measured)}`,
    change: () => 'Set -Xms and -Xmx to 31G, or well above 48G.',
    cost: 'A restart of the node.',
    page: 'operate/watch',
  },
];

/** Disk and guardrails. */
const limits: readonly Rule<NodeFacts>[] = [
  {
    name: 'disk-full',
    measures: 'Share of a disk of data that is used',
    unit: 'ratio',
    badWhen: 'atLeast',
    consider: 0.7,
    act: 0.85,
    source: 'A compaction writes its result before it deletes what it read; of a large size-tiered table that may be as much again',
    measure: ({ disks }) => worstDisk(disks)?.usedRatio ?? null,
    unknown: 'The sidecar cannot measure the disks of the node',
    fact: (measured, { disks }) => `the disk of ${worstDisk(disks)?.directory ?? 'its data'} is ${percent(measured)} full`,
    change: () =>
      'Delete snapshots that nobody needs (`ringside snapshot list`), then add nodes or disk. Do not wait until it is full: a full disk stops the node.',
    cost: 'New nodes take their data over the network; after that `nodetool cleanup` frees the old ones.',
    page: 'operate/watch',
  },
  {
    name: 'disk-days',
    measures: 'Days until a disk of data is full',
    unit: 'days',
    badWhen: 'atMost',
    consider: 30,
    act: 7,
    source: 'A line through what the sidecar has seen: ordering and adding a node takes weeks, moving data to it days',
    measure: ({ disks }) => soonestFull(disks),
    unknown: 'The sidecar has not watched the disks long enough',
    fact: (measured) => `a disk of the node will be full in ${Math.round(measured * 10) / 10} days if it fills as it did`,
    change: () => 'Plan more nodes or disk now, and look which table grows: `ringside tables`.',
    cost: 'New nodes take their data over the network; after that `nodetool cleanup` frees the old ones.',
    page: 'operate/watch',
  },
  {
    name: 'table-count',
    measures: 'Tables of users',
    unit: 'count',
    badWhen: 'atLeast',
    consider: 150,
    act: 500,
    source: 'table_count_warn_threshold of cassandra.yaml: 150 in 4.0 (tables_warn_threshold since 4.1)',
    measure: ({ userTables }) => userTables,
    unknown: 'The schema could not be read',
    fact: (measured) => `there are ${measured} tables, each of which takes about 1 MiB of heap on every node`,
    change: () => 'Put what differs in one column only, such as a customer, into one table with that column in the partition key.',
    cost: 'A change of the model, and copying the rows.',
    page: 'learn/data-modeling',
  },
  {
    name: 'guardrail-partition-size',
    measures: 'Largest partition of a node that does not warn of large ones',
    unit: 'bytes',
    badWhen: 'atLeast',
    consider: 100 * MIB,
    act: null,
    source: 'partition_size_warn_threshold of cassandra.yaml is not set by default since 5.0; 4.1 and older warned at 100 MiB',
    applies: ({ warnsOfLargePartitions }) => warnsOfLargePartitions === false,
    measure: ({ largestPartitionBytes }) => largestPartitionBytes,
    unknown: NEEDS_MANAGEMENT,
    fact: (measured) => `there is a partition of ${formatBytes(measured)}, and the node warns of none`,
    change: () => 'Set the guardrail partition_size_warn_threshold to 100MiB, so that the log names the keys.',
    cost: 'None: it only writes warnings. A change of cassandra.yaml and a restart.',
    page: 'learn/data-modeling',
  },
];

function worstDisk(disks: NodeFacts['disks']): NonNullable<NodeFacts['disks']>[number] | undefined {
  return disks?.toSorted((a, b) => b.usedRatio - a.usedRatio)[0];
}

function soonestFull(disks: NodeFacts['disks']): number | null {
  const known = (disks ?? []).flatMap(({ daysUntilFull }) => (daysUntilFull === null ? [] : [daysUntilFull]));
  return known.length === 0 ? null : Math.min(...known);
}

/** What is judged of a node. */
export const nodeRules: readonly Rule<NodeFacts>[] = [...backlog, ...memory, ...limits];
