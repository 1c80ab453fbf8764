import { throwIfAborted } from '@ringside/core';
import { type CallOptions, nodeControlErrors } from '@ringside/node-control';
import type { CallFault, NodeState } from '../world/node-state.ts';
import type { World } from '../world/world.ts';

/** Makes a method of a role out of what it does, with everything that can stand between a caller and a node. */
export type Answer = <Args extends readonly unknown[], T>(name: string, act: (...args: Args) => T) => (...args: Args) => Promise<T>;

/** How long a caller waits for a node that does not answer. */
const TIMEOUT_MS = 10_000;
const LOOK_MS = 100;

/** How a simulated node answers. */
export function answerOf(world: World, node: NodeState): Answer {
  return (name, act) =>
    async (...args) => {
      node.calls.push(name);
      const signal = signalOf(args);
      throwIfAborted(signal, `The call to ${node.identity.address}`);
      await node.before();
      await reach(world, node, signal);
      const fault = node.faults.get(name)?.shift();
      if (fault === 'fails' || fault === 'hangs') return lost(world, node, fault, signal);
      const answer = act(...args);
      return fault === undefined ? answer : lost(world, node, fault, signal);
    };
}

function signalOf(args: readonly unknown[]): AbortSignal | undefined {
  const options = args.filter((arg): arg is CallOptions => typeof arg === 'object' && arg !== null);
  return options.find(({ signal }) => signal !== undefined)?.signal;
}

/** Waits for a node that is slow or frozen, and fails for one that is down. */
async function reach(world: World, node: NodeState, signal?: AbortSignal): Promise<void> {
  if (node.delayMs > 0) await world.clock.sleep(node.delayMs, signal);
  for (let waitedMs = 0; node.frozen; waitedMs += LOOK_MS) {
    if (waitedMs >= TIMEOUT_MS) throw unavailable(node, `did not answer within ${TIMEOUT_MS / 1_000} s`);
    await world.clock.sleep(LOOK_MS, signal);
  }
  world.settle();
  if (!node.running) throw unavailable(node, 'does not answer');
}

async function lost(world: World, node: NodeState, fault: CallFault, signal?: AbortSignal): Promise<never> {
  if (fault !== 'fails') await world.clock.sleep(TIMEOUT_MS, signal);
  throw unavailable(node, fault === 'fails' ? 'does not answer' : `did not answer within ${TIMEOUT_MS / 1_000} s`);
}

function unavailable({ identity: { address } }: NodeState, what: string): Error {
  return nodeControlErrors.NODE_CONTROL_UNAVAILABLE({ message: `The control endpoint of ${address} ${what}` });
}
