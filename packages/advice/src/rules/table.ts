import { formatBytes, formatDuration } from '@ringside/core';
import type { TableFacts } from '../facts.ts';
import type { Rule } from '../rule.ts';
import { nameOf, NEEDS_MANAGEMENT } from './words.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const SECOND_MS = 1_000;

const SIZE_TIERED = 'SizeTieredCompactionStrategy';
const LEVELED = 'LeveledCompactionStrategy';
/** Strategies that drop whole SSTables of rows that have expired, or divide them by time if they are told to. */
const BY_TIME: ReadonlySet<string> = new Set(['TimeWindowCompactionStrategy', 'UnifiedCompactionStrategy']);

/** Fewer reads than this say nothing of how a table is read. */
const ENOUGH_REQUESTS = 1_000;
const REWRITE = 'The node rewrites the table once: that is a compaction of all of it on every replica.';

function ratio(part: number | null, of: number | null): number | null {
  return part === null || of === null ? null : of === 0 ? 0 : part / of;
}

function isRead({ reads, writes }: TableFacts): boolean {
  return reads === null || writes === null || (reads >= ENOUGH_REQUESTS && reads >= writes);
}

/** How data is laid out: partitions. */
const partitions: readonly Rule<TableFacts>[] = [
  {
    name: 'partition-size',
    measures: 'Largest partition on disk',
    unit: 'bytes',
    badWhen: 'atLeast',
    consider: 100 * MIB,
    act: GIB,
    source: 'compaction_large_partition_warning_threshold of cassandra.yaml: 100 MiB (partition_size_warn_threshold since 5.0)',
    measure: ({ largestPartitionBytes }) => largestPartitionBytes,
    unknown: NEEDS_MANAGEMENT,
    fact: (measured, facts) => `the largest partition of ${nameOf(facts)} has ${formatBytes(measured)}`,
    change: () => 'Add a column to the partition key that divides it, such as a day or a bucket number.',
    cost: 'A new table, and copying the rows into it: the key of a table cannot be changed.',
    page: 'learn/data-modeling',
  },
  {
    name: 'partition-outgrown',
    measures: 'Largest partition, as a multiple of the mean one',
    unit: 'ratio',
    badWhen: 'atLeast',
    consider: 100,
    act: 1_000,
    source: 'A hundred times the mean is no spread of sizes but one key that is used differently; looked at from 10 MiB on',
    applies: ({ largestPartitionBytes }) => largestPartitionBytes === null || largestPartitionBytes >= 10 * MIB,
    measure: ({ largestPartitionBytes, meanPartitionBytes }) => ratio(largestPartitionBytes, meanPartitionBytes),
    unknown: NEEDS_MANAGEMENT,
    fact: (measured, facts) =>
      `one partition of ${nameOf(facts)} has outgrown the others: ${formatBytes(facts.largestPartitionBytes ?? 0)}, ${Math.round(measured)} times the mean`,
    change: (facts) =>
      `Find its key with \`ringside hot ${nameOf(facts).replace('.', ' ')}\`, and divide or cap what the application puts under it.`,
    cost: 'A change of the application for that key, such as a limit or a bucket.',
    page: 'learn/hot-partitions',
  },
  {
    name: 'tombstones-per-read',
    measures: 'Tombstones that 99 of 100 reads come across at most',
    unit: 'count',
    badWhen: 'atLeast',
    consider: 100,
    act: 1_000,
    source: 'tombstone_warn_threshold of cassandra.yaml: 1,000; a tenth of it already costs more than most results',
    applies: ({ reads }) => reads !== 0,
    measure: ({ tombstonesPerReadP99 }) => tombstonesPerReadP99,
    unknown: NEEDS_MANAGEMENT,
    fact: (measured, facts) => `one of a hundred reads of ${nameOf(facts)} comes across about ${Math.round(measured)} tombstones`,
    change: () =>
      'Read so that deleted rows are not passed: from a clustering bound on, or by partition. For a queue, use a partition for each span of time and drop it whole.',
    cost: 'A change of the query or the model. Lowering gc_grace_seconds instead asks for repairs that are more frequent than it.',
    page: 'learn/tombstones',
  },
  {
    name: 'repair-age',
    measures: 'Time since all of it was repaired, as a multiple of gc_grace_seconds',
    unit: 'ratio',
    badWhen: 'atLeast',
    consider: 0.8,
    act: 1,
    source: 'gc_grace_seconds of the table: after it a deletion is forgotten, and a replica that missed it brings the row back',
    applies: ({ replicas, gcGraceSeconds }) => replicas > 1 && gcGraceSeconds > 0,
    measure: ({ repairAgeMs, gcGraceSeconds }) => ratio(repairAgeMs, gcGraceSeconds * SECOND_MS),
    unknown: 'Neither the history of repairs nor the age of the table is known',
    fact: (_, facts) =>
      `not all of ${nameOf(facts)} was repaired within ${formatDuration(facts.repairAgeMs ?? 0)}; deletions are remembered for ${formatDuration(facts.gcGraceSeconds * SECOND_MS)}`,
    change: (facts) =>
      `Repair it on every node, \`nodetool repair -pr ${facts.keyspace} ${facts.table}\`, and let a scheduler do so more often than that.`,
    cost: 'Reading all of the table on all replicas, and streaming what differs. Subranges and off-peak hours spread it.',
    page: 'learn/repair',
  },
];

/** How it is kept: compaction and compression. */
const storage: readonly Rule<TableFacts>[] = [
  {
    name: 'compaction-for-reads',
    measures: 'SSTables that 99 of 100 reads look into at most, of a size-tiered table that is read more than written',
    unit: 'count',
    badWhen: 'atLeast',
    consider: 4,
    act: 10,
    source: 'min_threshold of size-tiered compaction: as many files of one size may lie side by side, and each costs a read',
    applies: (facts) => facts.strategy === SIZE_TIERED && isRead(facts),
    measure: ({ sstablesPerReadP99, reads }) => (reads === null ? null : sstablesPerReadP99),
    unknown: NEEDS_MANAGEMENT,
    fact: (measured, facts) =>
      `one of a hundred reads of ${nameOf(facts)} looks into about ${Math.round(measured)} SSTables, and it is read more than written`,
    change: () => 'Try LeveledCompactionStrategy on one node, or since 5.0 UnifiedCompactionStrategy with scaling_parameters L4.',
    cost: `${REWRITE} After that each byte is rewritten more often: writes cost more disk.`,
    page: 'learn/compaction',
  },
  {
    name: 'compaction-for-writes',
    measures: 'Writes per read of a leveled table',
    unit: 'ratio',
    badWhen: 'atLeast',
    consider: 10,
    act: null,
    source: 'Leveled compaction writes each byte about ten times for each level; that pays only where reads use it',
    applies: ({ strategy, writes }) => strategy === LEVELED && (writes === null || writes >= ENOUGH_REQUESTS),
    measure: ({ reads, writes }) => (reads === null || writes === null ? null : writes / Math.max(1, reads)),
    unknown: NEEDS_MANAGEMENT,
    fact: (measured, facts) => `${nameOf(facts)} is written ${Math.round(measured)} times as often as it is read, and compacted by levels`,
    change: () => 'Use SizeTieredCompactionStrategy, or since 5.0 UnifiedCompactionStrategy with scaling_parameters T4.',
    cost: 'No rewriting; reads look into more SSTables, and a compaction needs more free disk at a time.',
    page: 'learn/compaction',
  },
  {
    name: 'compaction-for-ttl',
    measures: 'default_time_to_live of a table that is not compacted by time',
    unit: 'count',
    badWhen: 'atLeast',
    consider: 1,
    act: null,
    source: 'Where every row expires, whole SSTables can be dropped if each holds rows of one span of time',
    applies: ({ strategy, defaultTtlSeconds }) => defaultTtlSeconds > 0 && !BY_TIME.has(strategy),
    measure: ({ defaultTtlSeconds }) => defaultTtlSeconds,
    unknown: 'Always known',
    fact: (measured, facts) =>
      `every row of ${nameOf(facts)} expires after ${formatDuration(measured * SECOND_MS)}, and ${facts.strategy} mixes old rows with new ones`,
    change: () =>
      'Use TimeWindowCompactionStrategy with a window of about a thirtieth of the time to live, if rows are not updated or deleted one by one.',
    cost: `${REWRITE} Rows written out of order keep a window longer.`,
    page: 'learn/modeling-time-series',
  },
  {
    name: 'chunk-length',
    measures:
      'chunk_length of compression, as a multiple of the mean partition, of a table of 1 GiB or more that is read more than written',
    unit: 'ratio',
    badWhen: 'atLeast',
    consider: 4,
    act: null,
    source: 'chunk_length_in_kb: 16 by default since 4.0, 64 before; a read decompresses whole chunks',
    applies: (facts) => (facts.chunkLengthBytes ?? 0) > 4_096 && (facts.liveBytes ?? GIB) >= GIB && isRead(facts),
    measure: ({ chunkLengthBytes, meanPartitionBytes }) =>
      meanPartitionBytes === null || meanPartitionBytes === 0 ? null : (chunkLengthBytes ?? 0) / meanPartitionBytes,
    unknown: NEEDS_MANAGEMENT,
    fact: (measured, facts) =>
      `a read of ${nameOf(facts)} decompresses ${formatBytes(facts.chunkLengthBytes ?? 0)}, ${Math.round(measured)} times the mean partition`,
    change: (facts) =>
      `ALTER TABLE ${nameOf(facts)} WITH compression = {'class': 'LZ4Compressor', 'chunk_length_in_kb': 4}, then \`nodetool upgradesstables -a\`.`,
    cost: `${REWRITE} Smaller chunks compress less and need more memory off the heap for their offsets.`,
    page: 'learn/read-path',
  },
];

/** What is judged of a table on a node. */
export const tableRules: readonly Rule<TableFacts>[] = [...partitions, ...storage];
