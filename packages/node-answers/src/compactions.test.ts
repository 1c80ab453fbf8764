import type { Compaction, CompactionStats, CompactionTotals } from '@ringside/node-control';
import { describe, expect, it } from 'vitest';
import { compactionStatsAnswer } from './compactions.ts';

const TOTALS: CompactionTotals = {
  concurrentCompactors: 2,
  throughputBytesPerSecond: 1_000,
  finished: 9,
  finishedPerSecond: { mean: 0.5, fifteenMinutes: 0.25 },
  aborted: 1,
  reduced: 2,
  droppedSstables: 3,
};

const RUNNING: Compaction = { id: 'a', taskType: 'Compaction', keyspace: 'ks', table: 't', completed: 1_500, total: 4_000, unit: 'bytes' };

function answerOf(active: readonly Compaction[], totals: Partial<CompactionTotals> = {}): ReturnType<typeof compactionStatsAnswer> {
  const stats: CompactionStats = { pendingTasks: 4, pendingByTable: { ks: { t: 4 } }, completedTasks: 99, compactedBytes: 7, active };
  return compactionStatsAnswer(stats, { ...TOTALS, ...totals });
}

describe('compactionStatsAnswer()', () => {
  it('counts finished compactions, and not every task that ended', () => {
    expect(answerOf([])).toMatchObject({ completedCompactions: 9, totalPendingTasks: 4, abortedCompactions: 1, activeCompactionsCount: 0 });
  });

  it('estimates the time that is left at the limit of throughput, of work that is counted in bytes', () => {
    const ranges: Compaction = { ...RUNNING, id: 'b', taskType: 'Validation', total: 9_999_999, unit: 'ranges' };
    expect(answerOf([RUNNING, RUNNING, ranges]).activeCompactionsRemainingTime).toBe(5);
    expect(answerOf([RUNNING], { throughputBytesPerSecond: 0 }).activeCompactionsRemainingTime).toBe(0);
  });

  it('never says more than 100 %, nor less time than none, of a compaction that reads more than was estimated', () => {
    const { activeCompactions, activeCompactionsRemainingTime } = answerOf([{ ...RUNNING, completed: 5_000 }]);
    expect([activeCompactions[0]?.percentCompleted, activeCompactionsRemainingTime]).toEqual([100, 0]);
    expect(answerOf([{ ...RUNNING, completed: 0, total: 0 }]).activeCompactions[0]?.percentCompleted).toBe(0);
  });

  it('leaves out what the node does not tell, instead of null', () => {
    const [bare] = answerOf([{ ...RUNNING, keyspace: null, table: null }]).activeCompactions;
    expect(Object.keys(bare ?? {})).toEqual(['id', 'taskType', 'completedBytes', 'totalBytes', 'percentCompleted']);
    const [full] = answerOf([{ ...RUNNING, sstables: ['/d/nb-1-big-Data.db'], targetDirectory: '/d' }]).activeCompactions;
    expect(full).toMatchObject({
      keyspace: 'ks',
      table: 't',
      sstables: ['/d/nb-1-big-Data.db'],
      targetDirectory: '/d',
      percentCompleted: 37.5,
    });
  });
});
