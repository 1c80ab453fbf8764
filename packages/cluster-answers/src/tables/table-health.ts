import type { TableHealth, TableHealthAnswer } from '@ringside/api';
import type { TableFacts } from '@ringside/advice';
import { endpointOf } from '@ringside/cluster-watch';
import { isSystemKeyspace, type KeyspaceName } from '@ringside/model';
import type { CompactionStats } from '@ringside/node-control';
import { orNullWhereAbsent } from '../absent.ts';
import type { JudgedNode } from '../node.ts';
import { type MeasuredTables, measureTables, type TableMeasures } from './measure-tables.ts';
import { ownRanges, type OwnRanges, type RepairAge, repairAges } from './repair-age.ts';

/** All that is known of the tables of a node. */
export interface KnownTables extends Pick<MeasuredTables, 'leftOut'> {
  readonly tables: readonly { readonly measures: TableMeasures; readonly repair: RepairAge; readonly replicas: number }[];
  /** How many tables of users the schema has. */
  readonly userTables: number;
}

/** Looks at the tables of a keyspace, or of all keyspaces of users. */
export async function knownTables(
  node: JudgedNode,
  keyspace: KeyspaceName | undefined,
  { nowMs, signal }: { readonly nowMs: number; readonly signal: AbortSignal },
): Promise<KnownTables> {
  const [all, own] = await Promise.all([node.cql.tableOptions(), ownRanges(node)]);
  const ofUsers = all.filter((each) => !isSystemKeyspace(each.keyspace));
  const wanted = keyspace === undefined ? ofUsers : all.filter((each) => each.keyspace === keyspace);
  const { tables, leftOut } = await measureTables(node, wanted, signal);
  const ages = await repairAges(
    node,
    tables.map(({ options }) => options),
    own,
    nowMs,
  );
  const known = tables.map((measures, index) => ({
    measures,
    repair: ages[index] ?? { repairedAtMs: null, ageMs: null, note: '' },
    replicas: replicasOf(own, measures),
  }));
  return { tables: known, leftOut, userTables: ofUsers.length };
}

function replicasOf(own: ReadonlyMap<string, OwnRanges>, { options }: TableMeasures): number {
  return own.get(options.keyspace)?.replicas ?? 1;
}

/** The tables of a node as the route answers with them. */
export async function tableHealthOf(
  node: JudgedNode,
  keyspace: KeyspaceName | undefined,
  options: { readonly nowMs: number; readonly signal: AbortSignal },
): Promise<TableHealthAnswer> {
  const [status, stats, totals, known] = await Promise.all([
    node.reads.status(),
    node.reads.compactionStats(),
    orNullWhereAbsent(node.reads.compactionTotals()),
    knownTables(node, keyspace, options),
  ]);
  return {
    endpoint: endpointOf(status),
    compactions: compactionsOf(stats, totals?.throughputBytesPerSecond ?? 0),
    tables: known.tables.map((each) => entryOf(each)),
    leftOut: known.leftOut,
  };
}

function compactionsOf({ pendingTasks, active }: CompactionStats, bytesPerSecond: number): TableHealthAnswer['compactions'] {
  const inBytes = active.filter(({ unit }) => unit === 'bytes');
  const remainingBytes = inBytes.reduce((sum, { completed, total }) => sum + Math.max(0, total - completed), 0);
  const isKnown = bytesPerSecond > 0 && inBytes.length > 0;
  return { pendingTasks, remainingBytes, estimateMs: isKnown ? Math.ceil((remainingBytes / bytesPerSecond) * 1_000) : null };
}

function entryOf({ measures, repair }: KnownTables['tables'][number]): TableHealth {
  const { options, ...measured } = measures;
  const { keyspace, table, strategy, gcGraceSeconds } = options;
  return {
    keyspace,
    table,
    compaction: strategy,
    sstables: measured.sstables,
    liveBytes: measured.liveBytes,
    largestPartitionBytes: measured.largestPartitionBytes,
    meanPartitionBytes: measured.meanPartitionBytes,
    reads: measured.reads,
    writes: measured.writes,
    tombstonesPerReadP99: measured.tombstonesPerReadP99,
    sstablesPerReadP99: measured.sstablesPerReadP99,
    pendingCompactions: measured.pendingCompactions,
    repairedRatio: measured.repairedRatio,
    gcGraceSeconds,
    repairedAt: repair.repairedAtMs === null ? null : new Date(repair.repairedAtMs).toISOString(),
    repairAgeMs: repair.ageMs,
    repairNote: repair.note,
  };
}

/** A table as rules of advice judge it. */
export function tableFacts({ measures, repair, replicas }: KnownTables['tables'][number]): TableFacts {
  const { options, liveBytes, largestPartitionBytes, meanPartitionBytes, reads, writes } = measures;
  const { keyspace, table, strategy, defaultTtlSeconds, chunkLengthBytes, gcGraceSeconds } = options;
  return {
    keyspace,
    table,
    strategy,
    replicas,
    liveBytes,
    largestPartitionBytes,
    meanPartitionBytes,
    reads,
    writes,
    tombstonesPerReadP99: measures.tombstonesPerReadP99,
    sstablesPerReadP99: measures.sstablesPerReadP99,
    defaultTtlSeconds,
    chunkLengthBytes,
    gcGraceSeconds,
    repairAgeMs: repair.ageMs,
  };
}
