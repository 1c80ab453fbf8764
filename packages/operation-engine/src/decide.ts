import { currentBatch, isUnderWay, type Operation, type OperationStep } from '@ringside/operations';

/** What a sidecar is to do next about a step of its node: nothing; `claim` it; `adopt` what an earlier life of this sidecar had begun; or `work` on its own. */
export type StepAction = 'nothing' | 'claim' | 'adopt' | 'work';

/** Decides it from what is kept of the operation alone. */
export function decideStep(operation: Operation, step: OperationStep, owner: string): StepAction {
  if (operation.state !== 'running') return 'nothing';
  if (isUnderWay(step)) return step.owner === owner ? 'work' : 'adopt';
  return step.phase === 'pending' && isTurnOf(operation, step.node) ? 'claim' : 'nothing';
}

/** True where a node may be begun with: it is wanted, nothing went wrong, and every batch before is done. */
export function isTurnOf(operation: Operation, node: string): boolean {
  return operation.intent === 'run' && operation.problem === null && currentBatch(operation).includes(node);
}

/** The nodes that count as stopped while this batch is under way. */
export function victimsOf(operation: Operation): readonly string[] {
  const done = new Set(operation.steps.filter(({ phase }) => phase === 'done').map(({ node }) => node));
  return currentBatch(operation).filter((node) => !done.has(node));
}

/** How an operation is to end; undefined while something is still to be done. */
export function endingOf({ state, intent, problem, steps }: Operation): 'succeeded' | 'failed' | 'cancelled' | undefined {
  if (state !== 'running' || steps.some((step) => isUnderWay(step))) return undefined;
  if (steps.every(({ phase }) => phase === 'done')) return 'succeeded';
  if (problem !== null) return 'failed';
  return intent === 'cancel' ? 'cancelled' : undefined;
}
