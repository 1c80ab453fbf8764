import { type Bounds, errors, type OpsError } from '@ringside/core';
import { type Operation, operationErrors, type OperationIntent, type OperationStore, type ReadOptions } from '@ringside/operations';
import { operationAnswersErrors } from './errors.ts';

/** So often it is tried while others change the operation at the same time. */
const ATTEMPTS = 5;

/**
 * An operation.
 *
 * @throws OpsError NOT_FOUND, OPERATIONS_UNAVAILABLE
 */
export async function readOperation(store: OperationStore, id: string, options: ReadOptions): Promise<Operation> {
  const operation = await store.read(id, options);
  if (operation !== undefined) return operation;
  throw errors.NOT_FOUND({ message: `There is no operation ${id}`, remedy: 'Run ringside operations list to see them.' });
}

/**
 * Says what people want of an operation. One that is to be cancelled stays so.
 *
 * @returns the operation as it is then
 * @throws OpsError OPERATION_ENDED, NOT_FOUND, OPERATIONS_UNAVAILABLE
 */
export async function changeOperation(store: OperationStore, id: string, intent: OperationIntent, bounds: Bounds): Promise<Operation> {
  const settled = { ...bounds, serial: true };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = await readOperation(store, id, settled);
    if (before.intent === intent && before.state === 'running') return before;
    refuseEnded(before);
    const expected = { operation: { state: 'running', intent: before.intent } } as const;
    if (await store.write(id, { expected, set: { operation: { intent } } }, bounds)) return await readOperation(store, id, settled);
  }
  throw operationErrors.OPERATIONS_UNAVAILABLE({
    message: `Operation ${id} is being changed by others at the same time`,
    remedy: 'Try again.',
  });
}

function refuseEnded({ id, state, intent }: Operation): void {
  if (state !== 'running') throw ended(id, state === 'cancelled' ? 'was cancelled' : `has ${state}`);
  if (intent === 'cancel') throw ended(id, 'is being cancelled', 'Wait until it has ended: ringside operations watch.');
}

function ended(id: string, what: string, remedy?: string): OpsError {
  return operationAnswersErrors.OPERATION_ENDED({ message: `Operation ${id} ${what}`, remedy });
}
