import { type Allocations, allocationsErrors } from '@ringside/allocations';
import { errors } from '@ringside/core';
import { KeyTurns } from './key-turns.ts';
import type { SourceAllocation, SourceRow } from './source.ts';

/** What became of a row: whether it was allocated by this call, or was there; or why it was rejected. */
export type RowOutcome = { readonly kind: 'allocated' | 'alreadyThere' } | { readonly kind: 'rejected'; readonly reason: string };

/** Rows that the store refuses would be refused again. */
const REFUSALS = [errors.INVALID_ARGUMENT, errors.NOT_FOUND, allocationsErrors.CELL_UNKNOWN] as const;

/**
 * Allocates rows. Of several rows for one customer and one test, the first in the source is decided first, whatever the concurrency; if it fails, the others fail too.
 *
 * @returns a function that throws what the store fails with, and what kept it from writing the index rows of an allocation that was decided: a sweep writes them
 */
export function rowAllocator(
  allocations: Pick<Allocations, 'allocate'>,
  signal: AbortSignal | undefined,
): (row: SourceRow) => Promise<RowOutcome> {
  const turns = new KeyTurns();
  return async ({ allocation, fault }) => {
    if (allocation === undefined) return { kind: 'rejected', reason: fault ?? 'it cannot be read' };
    const key = JSON.stringify([allocation.customerId, allocation.testId]);
    return turns.take(key, () => allocateRow(allocations, allocation, signal));
  };
}

async function allocateRow(
  allocations: Pick<Allocations, 'allocate'>,
  asked: SourceAllocation,
  signal: AbortSignal | undefined,
): Promise<RowOutcome> {
  try {
    const { cell, isNew, indexError } = await allocations.allocate(asked, { signal });
    if (indexError !== undefined) throw indexError;
    if (isNew) return { kind: 'allocated' };
    if (cell === asked.cell) return { kind: 'alreadyThere' };
    return { kind: 'rejected', reason: `the customer is already in cell ${JSON.stringify(cell)}` };
  } catch (error) {
    if (!REFUSALS.some((kind) => kind.is(error))) throw error;
    return { kind: 'rejected', reason: (error as Error).message };
  }
}
