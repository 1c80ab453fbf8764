import type { LifecycleAnswer } from '@ringside/api';
import { type Clock, toOpsError } from '@ringside/core';
import { nodeControlErrors, type ProcessLook } from '@ringside/node-control';
import type { OperatedNode } from './parts.ts';
import { isActive } from './begin.ts';

type Desired = Exclude<LifecycleAnswer['desired_state'], 'UNKNOWN'>;

/** What was last asked of a node in this life of the sidecar. */
interface Task {
  readonly desired: Desired;
  /** Whether it is still worked on. */
  readonly isUnderWay: boolean;
  /** How it began or ended, in a sentence. */
  readonly update: string;
}

/** Starts and stops the nodes beside the sidecar as single requests ask for it. */
export interface Lifecycle {
  /** How a node is. */
  look(node: OperatedNode): Promise<LifecycleAnswer>;
  /**
   * Has a node started or stopped, which goes on after this resolves. Asked again for the same meanwhile, it only tells how far it is.
   *
   * @throws OpsError OPERATION_ACTIVE while an operation has begun with the node, NODE_REFUSED while the node is brought to the other state
   */
  bring(node: OperatedNode, desired: Desired): Promise<LifecycleAnswer>;
}

/** Makes the {@link Lifecycle} of a sidecar's nodes. */
export function createLifecycle(clock: Pick<Clock, 'nowMs'>): Lifecycle {
  const tasks = new WeakMap<OperatedNode, Task>();

  function begin(node: OperatedNode, desired: Desired): void {
    const verb = desired === 'RUNNING' ? 'start' : 'stop';
    const at = (): string => new Date(clock.nowMs()).toISOString();
    tasks.set(node, { desired, isUnderWay: true, update: `A ${verb} was asked for at ${at()}.` });
    const over = (update: string): void => void tasks.set(node, { desired, isUnderWay: false, update });
    node.process[verb]().then(
      () => over(`The ${verb} ended at ${at()}.`),
      (error: unknown) => over(`The ${verb} failed at ${at()}: ${toOpsError(error).message}`),
    );
  }

  async function look(node: OperatedNode): Promise<LifecycleAnswer> {
    return answerOf(await node.process.look(), tasks.get(node));
  }

  return {
    look,
    async bring(node, desired) {
      const entry = await node.journal.read();
      if (entry !== undefined) throw isActive(entry.operation);
      const found = await node.process.look();
      const task = tasks.get(node);
      if (task?.isUnderWay === true && task.desired !== desired) throw isBusy(task);
      if (task?.isUnderWay !== true) {
        if (isThere(found, desired)) tasks.set(node, { desired, isUnderWay: false, update: found.sentence });
        else begin(node, desired);
      }
      return answerOf(found, tasks.get(node));
    },
  };
}

function isThere({ state }: ProcessLook, desired: Desired): boolean {
  return state === (desired === 'RUNNING' ? 'up' : 'gone');
}

function answerOf(found: ProcessLook, task: Task | undefined): LifecycleAnswer {
  const current = found.state === 'gone' ? 'STOPPED' : 'RUNNING';
  if (task === undefined) return { current_state: current, desired_state: 'UNKNOWN', status: 'UNDEFINED', last_update: found.sentence };
  const { desired, isUnderWay, update } = task;
  const status = isUnderWay ? 'CONVERGING' : isThere(found, desired) ? 'CONVERGED' : 'DIVERGED';
  return { current_state: current, desired_state: desired, status, last_update: update };
}

function isBusy({ desired, update }: Task): Error {
  const message = `The node is being ${desired === 'RUNNING' ? 'started' : 'stopped'}. ${update}`;
  return nodeControlErrors.NODE_REFUSED({ message, remedy: 'Wait until that is done, then ask again.' });
}
