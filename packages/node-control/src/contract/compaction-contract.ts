import { describe, expect, test } from 'vitest';
import type { NodeControlSubject } from './subject.ts';

/** What a node must tell of its compactions. */
export function compactionContract(subject: () => NodeControlSubject): void {
  describe('compaction', () => {
    test('compactionStats() counts what was done and what waits, and never more done than there is', async () => {
      const { control } = subject();
      const stats = await control.compactionStats();
      expect(stats.completedTasks).toBeGreaterThan(0);
      const waiting = Object.values(stats.pendingByTable).flatMap((tables) => Object.values(tables));
      const counts = [stats.pendingTasks, stats.completedTasks, stats.compactedBytes, ...waiting];
      expect(counts.filter((count) => !Number.isSafeInteger(count) || count < 0)).toEqual([]);
      expect(stats.active.filter(({ completed, total }) => completed > total)).toEqual([]);
    });

    test('compactionTotals() tells the limits of compaction, and counts that never fall', async () => {
      const { control } = subject();
      const [before, after] = [await control.compactionTotals(), await control.compactionTotals()];
      expect(before.concurrentCompactors).toBeGreaterThan(0);
      const { throughputBytesPerSecond, finished, aborted, reduced, droppedSstables } = before;
      const counts = [throughputBytesPerSecond, finished, aborted, reduced, droppedSstables];
      expect(counts.filter((count) => !Number.isSafeInteger(count) || count < 0)).toEqual([]);
      expect(after.finished).toBeGreaterThanOrEqual(finished);
      expect(before.finishedPerSecond.mean).toBeGreaterThanOrEqual(0);
      expect(before.finishedPerSecond.fifteenMinutes).toBeGreaterThanOrEqual(0);
    });

    test('what compactionStats() counts since the start never falls', async () => {
      const { control } = subject();
      const [before, after] = [await control.compactionStats(), await control.compactionStats()];
      expect(after.completedTasks).toBeGreaterThanOrEqual(before.completedTasks);
      expect(after.compactedBytes).toBeGreaterThanOrEqual(before.compactedBytes);
    });
  });
}
