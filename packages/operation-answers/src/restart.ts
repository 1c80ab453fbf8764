import type { RestartAnswer, RestartRequest } from '@ringside/api';
import type { StopJudge } from '@ringside/cluster-answers';
import { errors } from '@ringside/core';
import { begun } from '@ringside/operations';
import { begin, begunBefore, type BeginServices, refuseActive, refuseUnsafe } from './begin.ts';

/** What {@link restartNodes} works with. */
export interface RestartServices<Instance> extends BeginServices {
  /** Plans. */
  readonly judge: StopJudge<Instance>;
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
  const { judge } = services;
  const { nodes, rack, datacenter, levels = {}, atMost, reason, dryRun = false } = request;
  const id = request.id?.toLowerCase();
  if (nodes?.length === 0)
    throw errors.INVALID_ARGUMENT({ message: 'The list of nodes is empty', remedy: 'Leave it out to restart every node.' });
  const before = await begunBefore(services, id, signal);
  if (!dryRun && before === undefined) await refuseActive(services, signal);
  const plan = await judge.batchesOf(asked, { nodes, rack, datacenter }, { levels, ...(atMost !== undefined && { atMost }) }, signal);
  if (dryRun || before !== undefined) return { operation: before ?? null, plan };
  refuseUnsafe([...plan.refusals, ...plan.refused].map(({ sentence }) => sentence));
  const batches = plan.batches.map((batch) => batch.nodes);
  const operation = await begin(services, { id, kind: 'restart', batches, levels, requestedBy, reason: reason ?? null }, signal);
  return { operation: begun(operation), plan };
}
