import { type BoundStatement, loggedBatch } from '@ringside/client-recipes';
import { mapSome } from '@ringside/core';
import type { AbTest } from './ab-tests.ts';
import { allBuckets } from './buckets.ts';
import { daysOf } from './counts.ts';
import type { Scanning } from './index-progress.ts';
import { send, type Store } from './store.ts';

const PARALLEL = 16;

/**
 * Removes all partitions of a version that nobody reads any more. Versions are never used again, so whatever still arrives, dated before the removal, stays removed.
 */
export async function removeVersion(
  store: Store,
  test: AbTest,
  version: number,
  { onProgress, signal }: Pick<Scanning, 'onProgress' | 'signal'>,
): Promise<void> {
  const { testId, cells, buckets } = test;
  const { byCell, byDay } = store.tables;
  const nowMs = store.clock.nowMs();
  const remove = (table: string, column: string, value: string, bucket: number): BoundStatement => ({
    statement: `DELETE FROM ${table} WHERE test_id = ? AND version = ? AND ${column} = ? AND bucket = ?`,
    values: [testId, version, value, bucket],
  });
  const groups = [
    ...cells.map((cell) => (bucket: number) => remove(byCell, 'cell', cell, bucket)),
    ...daysOf(test, nowMs).map((day) => (bucket: number) => remove(byDay, 'day', day, bucket)),
  ];
  for (const [at, removal] of groups.entries()) {
    await mapSome(allBuckets(buckets), PARALLEL, async (bucket) => {
      const partition = loggedBatch([removal(bucket)], nowMs);
      await send(store, { what: `Removing version ${version} of the index of ${testId}`, ...partition }, signal);
    });
    await onProgress?.({ stage: 'removing', rows: (at + 1) * buckets, share: (at + 1) / groups.length });
  }
}
