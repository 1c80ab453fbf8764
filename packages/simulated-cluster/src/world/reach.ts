import type { NodeState } from './node-state.ts';
import type { World } from './world.ts';

/** Whether one node can have a conversation with another, which it considers up. */
export function reaches({ network, liveness }: World, node: NodeState, other: NodeState): boolean {
  if (node === other) return true;
  const [from, to] = [node.identity.name, other.identity.name];
  const passes = network.connects(from, to) && network.connects(to, from);
  return passes && other.running && !other.frozen && liveness.verdict(from, to) === 'up';
}
