import type { ActiveCompaction, CompactionStatsAnswer } from '@ringside/api';
import type { Compaction, CompactionStats, CompactionTotals } from '@ringside/node-control';

/** A node's compactions as Apache's route answers with them. */
export function compactionStatsAnswer(stats: CompactionStats, totals: CompactionTotals): CompactionStatsAnswer {
  const { pendingTasks, pendingByTable, compactedBytes, active } = stats;
  return {
    concurrentCompactors: totals.concurrentCompactors,
    pendingTasks: pendingByTable,
    totalPendingTasks: pendingTasks,
    completedCompactions: totals.finished,
    dataCompacted: compactedBytes,
    abortedCompactions: totals.aborted,
    reducedCompactions: totals.reduced,
    sstablesDroppedFromCompaction: totals.droppedSstables,
    completedCompactionsRate: { meanRate: totals.finishedPerSecond.mean, fifteenMinuteRate: totals.finishedPerSecond.fifteenMinutes },
    activeCompactions: active.map((each) => activeCompaction(each)),
    activeCompactionsCount: active.length,
    activeCompactionsRemainingTime: remainingSeconds(active, totals.throughputBytesPerSecond),
  };
}

function activeCompaction({ id, keyspace, table, taskType, completed, total, sstables, targetDirectory }: Compaction): ActiveCompaction {
  return {
    id,
    ...(keyspace !== null && { keyspace }),
    ...(table !== null && { table }),
    taskType,
    completedBytes: completed,
    totalBytes: total,
    percentCompleted: percentOf(completed, total),
    ...(sstables !== undefined && { sstables }),
    ...(targetDirectory !== undefined && { targetDirectory }),
  };
}

/** With two decimals. A compaction may read more than was estimated. */
function percentOf(completed: number, total: number): number {
  return total <= 0 ? 0 : Math.min(100, Math.round((completed / total) * 10_000) / 100);
}

/** As `nodetool compactionstats` estimates it: work that is counted in something else than bytes is not throttled by them. */
function remainingSeconds(active: readonly Compaction[], bytesPerSecond: number): number {
  if (bytesPerSecond <= 0) return 0;
  const left = active.filter(({ unit }) => unit === 'bytes').reduce((sum, { completed, total }) => sum + Math.max(0, total - completed), 0);
  return Math.ceil(left / bytesPerSecond);
}
