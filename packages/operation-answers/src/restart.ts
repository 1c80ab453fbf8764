import type { RestartAnswer, RestartBatchesAnswer, RestartRequest } from '@ringside/api';
import type { StopJudge } from '@ringside/cluster-answers';
import { type Clock, errors, type OpsError } from '@ringside/core';
import {
  begun,
  type Created,
  isTimeUuid,
  type NewOperation,
  newTimeUuid,
  type Operation,
  operationErrors,
  type OperationStore,
  timeOfUuid,
} from '@ringside/operations';

/** What {@link restartNodes} works with. */
export interface RestartServices<Instance> {
  /** Where operations are shared. */
  readonly store: OperationStore;
  /** Plans. */
  readonly judge: StopJudge<Instance>;
  /** Says when it was asked for. */
  readonly clock: Clock;
}

/** A restart as it is asked for. */
export interface AskedRestart<Instance> {
  /** The node that is asked how the cluster is. */
  readonly asked: Instance;
  /** Which nodes, and how. */
  readonly request: RestartRequest;
  /** Who asks. */
  readonly requestedBy: string;
  /** Aborts when they have left. */
  readonly signal: AbortSignal;
}

/**
 * Plans a restart, and begins it unless only the plan is wanted.
 *
 * @throws OpsError OPERATION_REFUSED where a node may not be stopped, OPERATION_ACTIVE, OPERATIONS_UNAVAILABLE, NOT_FOUND
 */
export async function restartNodes<Instance>(
  services: RestartServices<Instance>,
  { asked, request, requestedBy, signal }: AskedRestart<Instance>,
): Promise<RestartAnswer> {
  const { store, judge, clock } = services;
  const { nodes, rack, datacenter, levels = {}, atMost, reason, dryRun = false } = request;
  const id = request.id?.toLowerCase();
  if (nodes?.length === 0)
    throw errors.INVALID_ARGUMENT({ message: 'The list of nodes is empty', remedy: 'Leave it out to restart every node.' });
  const before = id === undefined ? undefined : await begunBefore(services, id, signal);
  const active = dryRun || before !== undefined ? undefined : await store.active({ signal });
  if (active !== undefined) await refuseActive(store, active, signal);
  const plan = await judge.batchesOf(asked, { nodes, rack, datacenter }, { levels, ...(atMost !== undefined && { atMost }) }, signal);
  if (dryRun || before !== undefined) return { operation: before ?? null, plan };
  refuseUnsafe(plan);
  const requestedAtMs = clock.nowMs();
  const batches = plan.batches.map((batch) => batch.nodes);
  const operation = {
    id: id ?? newTimeUuid(requestedAtMs),
    kind: 'restart',
    batches,
    levels,
    requestedBy,
    reason: reason ?? null,
    requestedAtMs,
  } as const;
  const created = await create(store, operation, signal);
  if (!created.created) throw isActive(created.active);
  return { operation: begun(operation), plan };
}

/** Clocks may differ, and an answer may be long in coming; but operations are listed by the time in their ids. */
const MOST_AGE_MS = 24 * 60 * 60_000;

/** What has begun with this id. */
async function begunBefore<Instance>(
  { store, clock }: RestartServices<Instance>,
  id: string,
  signal: AbortSignal,
): Promise<Operation | undefined> {
  if (!isTimeUuid(id) || Math.abs(timeOfUuid(id) - clock.nowMs()) > MOST_AGE_MS)
    throw errors.INVALID_ARGUMENT({
      message: `The id ${id} is not a time-based UUID of today`,
      remedy: 'Make a new one for each restart, a UUID of version 1, or leave it out.',
    });
  return await store.read(id, { signal, serial: true });
}

/** One that has ended may not have been let go of yet: nobody has to wait for that. */
async function refuseActive(store: OperationStore, id: string, signal: AbortSignal): Promise<void> {
  if ((await store.read(id, { signal }))?.state === 'running') throw isActive(id);
  await store.release(id, { signal });
}

function refuseUnsafe({ refusals, refused }: RestartBatchesAnswer): void {
  const sentences = [...refusals, ...refused].map(({ sentence }) => sentence);
  const [reason] = sentences;
  if (reason === undefined) return;
  throw operationErrors.OPERATION_REFUSED({ message: `The operation is not safe now: ${reason}`, details: { reasons: sentences } });
}

/** Where nobody can say what became of it, it is asked for once more: the same id is the same operation. */
async function create(store: OperationStore, operation: NewOperation, signal: AbortSignal): Promise<Created> {
  return await store.create(operation, { signal }).catch(async (error: unknown) => {
    if (!operationErrors.OPERATIONS_UNAVAILABLE.is(error)) throw error;
    return await store.create(operation, { signal });
  });
}

/** The error for an operation that has not ended. */
export function isActive(id: string): OpsError {
  return operationErrors.OPERATION_ACTIVE({ message: `Operation ${id} is not finished`, details: { id } });
}
