import { throwIfAborted } from '@ringside/core';
import { checkCell, versionsToWrite } from './ab-tests.ts';
import { indexBatch } from './index-batch.ts';
import { type Intent, noteIntent } from './intents.ts';
import { checkIds } from './names.ts';
import { send, type Store } from './store.ts';
import type { TestCache } from './test-cache.ts';
import { readDecided, type StoredAllocation, storeFirst } from './truth.ts';

/** The cell that a customer should get in a test. */
export interface AllocateRequest {
  /** The customer: 1 to 1,024 bytes. */
  readonly customerId: string;
  /** The test. */
  readonly testId: string;
  /** A cell of the test. It is ignored if the customer already has one. */
  readonly cell: string;
}

/** The cell that a customer has in a test. */
export interface AllocateResult {
  /** The cell that is stored, the same for every caller; not always the one that was asked for. */
  readonly cell: string;
  /** When it was decided. */
  readonly allocatedAt: Date;
  /** Whether this call decided it. */
  readonly isNew: boolean;
  /**
   * Why the index rows of a new allocation could not be written, which includes an aborted signal: lists and counts lack the customer until the next sweep.
   * Undefined if they were written, and if the allocation is not new.
   */
  readonly indexError: unknown;
}

/**
 * Decides the cell of a customer; see `Allocations.allocate()`.
 *
 * The order of the statements makes it safe to be killed between any two of them: the intent, the truth, the index. A caller that finds the customer allocated already
 * leaves the index to the one that decided, or to the sweeper, which finds the intent.
 */
export async function allocate(
  store: Store,
  tests: TestCache,
  { customerId, testId, cell }: AllocateRequest,
  signal: AbortSignal | undefined,
): Promise<AllocateResult> {
  checkIds({ customerId, testId });
  checkCell(await tests.get(testId, signal), cell);
  await noteIntent(store, { customerId, testId }, signal);
  throwIfAborted(signal, `Allocating ${customerId} in ${testId}`);
  const { stored, isNew } = await storeFirst(store, { customerId, testId, cell, allocatedAt: new Date(store.clock.nowMs()) });
  const answer = { cell: stored.cell, allocatedAt: stored.allocatedAt, isNew };
  if (!isNew) return { ...answer, indexError: undefined };
  try {
    await writeIndex(store, tests, stored, signal);
    return { ...answer, indexError: undefined };
  } catch (indexError) {
    return { ...answer, indexError };
  }
}

/** Writes the index rows of the allocation that an intent announced. @returns false if nothing was decided */
export async function replay(store: Store, tests: TestCache, intent: Intent, signal: AbortSignal | undefined): Promise<boolean> {
  const stored = await readDecided(store, intent, signal);
  if (stored === undefined) return false;
  await writeIndex(store, tests, stored, signal);
  return true;
}

/**
 * The versions are looked up after the row was stored. So a writer that doesn't know of a rebuild yet stored its row before the rebuild began to scan, and the scan
 * finds it: no row is missing from the new version, however late this batch arrives.
 */
async function writeIndex(store: Store, tests: TestCache, stored: StoredAllocation, signal: AbortSignal | undefined): Promise<void> {
  const test = await tests.get(stored.testId, signal);
  const batch = indexBatch(store.tables, stored, test.buckets, versionsToWrite(test));
  await send(store, { what: `Writing the index of ${stored.customerId} in ${stored.testId}`, ...batch }, signal);
}
