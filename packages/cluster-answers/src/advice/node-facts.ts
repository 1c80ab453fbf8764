import type { CacheFacts, DiskFacts, NodeFacts } from '@ringside/advice';
import type { MetricAnswer, MetricRead } from '@ringside/node-control';
import { orNullWhereAbsent } from '../absent.ts';
import { daysUntilFull } from '../capacity/growth.ts';
import type { JudgedNode } from '../node.ts';
import type { NodeRecord } from '../record.ts';
import type { KnownTables } from '../tables/table-health.ts';
import { numberOf } from './counters.ts';

const cache = (scope: string): readonly MetricRead[] => [
  { group: 'Cache', name: 'Capacity', scope, reading: 'value' },
  { group: 'Cache', name: 'Hits', scope, reading: 'count' },
  { group: 'Cache', name: 'Misses', scope, reading: 'count' },
];

const READS: readonly MetricRead[] = [
  { group: 'Compaction', name: 'PendingTasks', reading: 'value' },
  { group: 'ThreadPools', name: 'PendingTasks', path: 'internal', scope: 'MemtableFlushWriter', reading: 'value' },
  { group: 'JVM', name: 'HeapMax', reading: 'value' },
  { group: 'Storage', name: 'TotalHints', reading: 'count' },
  { group: 'HintsService', name: 'HintsSucceeded', reading: 'count' },
  ...cache('KeyCache'),
  ...cache('RowCache'),
];

/** Reads what rules of advice judge of a node. */
export async function nodeFacts(node: JudgedNode, record: NodeRecord, known: KnownTables, signal: AbortSignal): Promise<NodeFacts> {
  const [answers, totals, disks, recent, warns] = await Promise.all([
    node.control.readMetrics(READS, { signal }),
    orNullWhereAbsent(node.reads.compactionTotals()),
    disksOf(record),
    record.recent(signal),
    warnsOfLargePartitions(node),
  ]);
  const [pendingCompactions, pendingFlushes, heapMaxBytes, hints, delivered] = answers.slice(0, 5).map((answer) => numberOf(answer));
  const largest = known.tables.flatMap(({ measures: { largestPartitionBytes } }) => largestPartitionBytes ?? []);
  return {
    pendingCompactions: pendingCompactions ?? null,
    compactionBytesPerSecond: totals?.throughputBytesPerSecond ?? null,
    keyCache: cacheOf(answers.slice(5, 8)),
    rowCache: cacheOf(answers.slice(8, 11)),
    pendingFlushes: pendingFlushes ?? null,
    heapMaxBytes: heapMaxBytes ?? null,
    recent,
    undeliveredHints: hints === null || hints === undefined ? null : Math.max(0, hints - (delivered ?? 0)),
    disks,
    userTables: known.userTables,
    largestPartitionBytes: largest.length === 0 ? null : Math.max(...largest),
    warnsOfLargePartitions: warns,
  };
}

function cacheOf(answers: readonly MetricAnswer[]): CacheFacts | null {
  const [capacityBytes = null, hits = null, misses = null] = answers.map((answer) => numberOf(answer));
  return capacityBytes === null || hits === null || misses === null ? null : { capacityBytes, hits, requests: hits + misses };
}

/** Null where the sidecar may not look at the directories, or they are on another machine. */
async function disksOf(record: NodeRecord): Promise<readonly DiskFacts[] | null> {
  const disks = await record.disks().catch(() => null);
  return (
    disks?.map(({ directories: [directory = ''], totalBytes, availableBytes, bytesPerDay }) => ({
      directory,
      usedRatio: totalBytes === 0 ? 0 : 1 - availableBytes / totalBytes,
      daysUntilFull: bytesPerDay === null ? null : (daysUntilFull(availableBytes, bytesPerDay) ?? Infinity),
    })) ?? null
  );
}

/** The guardrail is not set by default since 5.0. Older versions always warn, by another setting. */
async function warnsOfLargePartitions({ reads, cql }: JudgedNode): Promise<boolean | null> {
  const [{ releaseVersion }, settings] = await Promise.all([reads.status(), cql.settings().catch(() => null)]);
  if (settings === null || Number.parseInt(releaseVersion, 10) < 5) return null;
  return settings['partition_size_warn_threshold'] !== undefined;
}
