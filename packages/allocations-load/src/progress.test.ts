import { expect, test } from 'vitest';
import { progressOf } from './progress.ts';

const counts = (rows: number, done: number) => ({ rows, allocated: rows, alreadyThere: 0, rejected: 0, done });

test('rate and time left are those of this run, whatever earlier runs have done', () => {
  const progress = progressOf(counts(100, 4_000), counts(150, 5_000), 9_000, 2_000);
  expect(progress).toEqual({ ...counts(150, 5_000), total: 9_000, rowsPerSecond: 25, etaMs: 8_000 });
});

test('the time left is unknown before anything is done and without a total, and 0 at the end', () => {
  expect(progressOf(counts(1, 10), counts(1, 10), 100, 5_000)).toMatchObject({ rowsPerSecond: 0, etaMs: undefined });
  expect(progressOf(counts(0, 0), counts(1, 10), undefined, 5_000)).toMatchObject({ rowsPerSecond: 0.2, etaMs: undefined });
  expect(progressOf(counts(0, 0), counts(1, 10), 100, 0)).toMatchObject({ rowsPerSecond: 0, etaMs: undefined });
  expect(progressOf(counts(9, 100), counts(9, 100), 100, 5)).toMatchObject({ etaMs: 0 });
});
