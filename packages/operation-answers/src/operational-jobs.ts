import type { OperationalJob } from '@ringside/api';
import type { Operation, OperationStep, StepPhase } from '@ringside/operations';

/** Host ids of nodes by their `address:port`. */
export type HostIds = ReadonlyMap<string, string>;

type NodeList = 'nodesPending' | 'nodesExecuting' | 'nodesSucceeded' | 'nodesFailed';

const LIST_OF: Readonly<Record<StepPhase, NodeList>> = {
  pending: 'nodesPending',
  repairing: 'nodesExecuting',
  stopping: 'nodesExecuting',
  starting: 'nodesExecuting',
  settling: 'nodesExecuting',
  done: 'nodesSucceeded',
  failed: 'nodesFailed',
};

/**
 * An operation as Apache Cassandra Sidecar tells of its jobs.
 *
 * @param hostIds undefined, or without a node of the operation, where they are not known: then no node is named, since a job names all or none
 */
export function jobOf(operation: Operation, hostIds: HostIds | undefined): OperationalJob {
  const { id, kind, problem, requestedAtMs, endedAtMs, steps } = operation;
  const changedAtMs = Math.max(requestedAtMs, endedAtMs ?? 0, ...steps.map((step) => step.changedAtMs));
  return {
    jobId: id,
    jobStatus: statusOf(operation),
    operation: kind,
    ...(problem !== null && { reason: problem }),
    startTime: new Date(requestedAtMs).toISOString(),
    ...nodeListsOf(steps, hostIds),
    lastUpdate: new Date(changedAtMs).toISOString(),
  };
}

function statusOf({ state, steps }: Operation): OperationalJob['jobStatus'] {
  if (state === 'succeeded') return 'SUCCEEDED';
  if (state !== 'running') return 'FAILED';
  return steps.every(({ phase, owner }) => phase === 'pending' && owner === null) ? 'CREATED' : 'RUNNING';
}

function nodeListsOf(steps: readonly OperationStep[], hostIds: HostIds | undefined): Partial<Record<NodeList, readonly string[]>> {
  const lists: Record<NodeList, string[]> = { nodesPending: [], nodesExecuting: [], nodesSucceeded: [], nodesFailed: [] };
  for (const { node, phase } of steps) {
    const hostId = hostIds?.get(node);
    if (hostId === undefined) return {};
    lists[LIST_OF[phase]].push(hostId);
  }
  return lists;
}
