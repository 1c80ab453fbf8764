import { expect, it } from 'vitest';
import { simulateCompaction } from './simulate.ts';
import type { ModelTable } from './sstable.ts';
import { liveWindows, timeWindow } from './time-window.ts';
import { makeFlushes } from './workload.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How many SSTables there are, at most, in the second half of a long run with a flush in each window. */
function filesOf(ttlMs: number, gcGraceMs: number, windowMs: number): number {
  const flushes = 3 * liveWindows({ ttlMs, gcGraceMs, windowMs });
  const table: ModelTable = { keys: flushes, rowBytes: 1000, gcGraceMs };
  const workload = { pattern: 'insert', flushes, rowsPerFlush: 1, intervalMs: windowMs, ttlMs } as const;
  const strategy = timeWindow({ windowMs, expiredCheckMs: 0 });
  const steps = simulateCompaction({ strategy, table, flushes: makeFlushes(workload, table) });
  return Math.max(...steps.slice(Math.floor(steps.length / 2)).map(({ sstables }) => sstables.length));
}

it('liveWindows() counts the time to live and the grace that follows it, ten days by default', () => {
  expect(liveWindows({ ttlMs: DAY_MS, windowMs: HOUR_MS })).toBe(264);
  expect(liveWindows({ ttlMs: DAY_MS, gcGraceMs: 0, windowMs: HOUR_MS })).toBe(24);
});

it.each([
  [DAY_MS, 0, HOUR_MS],
  [DAY_MS, DAY_MS, 2 * HOUR_MS],
  [30 * DAY_MS, 10 * DAY_MS, DAY_MS],
])('liveWindows() says what the model of the strategy comes to (ttl %d, grace %d, window %d)', (ttlMs, gcGraceMs, windowMs) => {
  const files = filesOf(ttlMs, gcGraceMs, windowMs);
  const computed = liveWindows({ ttlMs, gcGraceMs, windowMs });
  expect(Math.abs(files - computed), `${files} files, ${computed} computed`).toBeLessThanOrEqual(2);
});
