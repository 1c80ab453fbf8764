import { type Clock, errors, type OpsError } from '@ringside/core';
import {
  type Created,
  isTimeUuid,
  type NewOperation,
  newTimeUuid,
  type Operation,
  operationErrors,
  type OperationStore,
  timeOfUuid,
} from '@ringside/operations';

/** What an operation is begun with. */
export interface BeginServices {
  /** Where operations are shared. */
  readonly store: OperationStore;
  /** Says when it was asked for. */
  readonly clock: Clock;
}

/** Clocks may differ, and an answer may be long in coming; but operations are listed by the time in their ids. */
const MOST_AGE_MS = 24 * 60 * 60_000;

/**
 * What has begun with an id that whoever asks has chosen.
 *
 * @throws OpsError INVALID_ARGUMENT for what is not an id of today
 */
export async function begunBefore(
  { store, clock }: BeginServices,
  id: string | undefined,
  signal: AbortSignal,
): Promise<Operation | undefined> {
  if (id === undefined) return undefined;
  if (!isTimeUuid(id) || Math.abs(timeOfUuid(id) - clock.nowMs()) > MOST_AGE_MS)
    throw errors.INVALID_ARGUMENT({
      message: `The id ${id} is not a time-based UUID of today`,
      remedy: 'Make a new one for each operation, a UUID of version 1, or leave it out.',
    });
  return await store.read(id, { signal, serial: true });
}

/**
 * Refuses to plan beside an operation that has not ended. One that has ended may not have been let go of yet: nobody has to wait for that.
 *
 * @throws OpsError OPERATION_ACTIVE
 */
export async function refuseActive({ store }: BeginServices, signal: AbortSignal): Promise<void> {
  const id = await store.active({ signal });
  if (id === undefined) return;
  if ((await store.read(id, { signal }))?.state === 'running') throw isActive(id);
  await store.release(id, { signal });
}

/**
 * Begins an operation. Where nobody can say what became of it, it is asked for once more: the same id is the same operation.
 *
 * @param id Default: one of now
 * @throws OpsError OPERATION_ACTIVE, OPERATIONS_UNAVAILABLE
 */
export async function begin(
  { store, clock }: BeginServices,
  { id, ...asked }: Omit<NewOperation, 'id' | 'requestedAtMs'> & { readonly id: string | undefined },
  signal: AbortSignal,
): Promise<NewOperation> {
  const requestedAtMs = clock.nowMs();
  const operation = { ...asked, id: id ?? newTimeUuid(requestedAtMs), requestedAtMs };
  const create = async (): Promise<Created> => await store.create(operation, { signal });
  const created = await create().catch(async (error: unknown) => {
    if (!operationErrors.OPERATIONS_UNAVAILABLE.is(error)) throw error;
    return await create();
  });
  if (!created.created) throw isActive(created.active);
  return operation;
}

/**
 * Refuses what is not safe.
 *
 * @param sentences why it is not; none where it is
 * @throws OpsError OPERATION_REFUSED
 */
export function refuseUnsafe(sentences: readonly string[]): void {
  const [reason] = sentences;
  if (reason === undefined) return;
  throw operationErrors.OPERATION_REFUSED({ message: `The operation is not safe now: ${reason}`, details: { reasons: sentences } });
}

/** The error for an operation that has not ended. */
export function isActive(id: string): OpsError {
  return operationErrors.OPERATION_ACTIVE({ message: `Operation ${id} is not finished`, details: { id } });
}
