import { errors } from '@ringside/core';
import type { StreamPlan } from '@ringside/node-control';
import { allocateTokens } from '@ringside/ring';
import { identityOf, uuidOf } from './identity.ts';
import type { NodeState } from './node-state.ts';
import { pendingRanges, takenRing } from './placement.ts';
import { serveAfterStep } from './processes.ts';
import { endpointOf, type World } from './world.ts';

const RANGE_BYTES = 1_000_000;

/** Where a node joins. */
export interface Place {
  /** An existing one, or a name that founds a new one. */
  readonly datacenter: string;
  /** An existing rack of that datacenter, or a name that founds a new one. */
  readonly rack: string;
  /** How many tokens it takes. Default: 1. */
  readonly numTokens?: number;
}

/** Lets a node join: it takes over ranges for a step, and is in service then. */
export function join(world: World, { datacenter, rack, numTokens = 1 }: Place): NodeState {
  world.settle();
  const tokens = allocateTokens({ topology: takenRing(world), datacenter, rack, numTokens });
  const node = world.admit(identityOf(world.nodes.size + 1, { datacenter, rack, tokens }), newestSchema(world));
  Object.assign(node, { mode: 'JOINING', nativeRunning: false, startedAtMs: world.nowMs, generation: Math.floor(world.nowMs / 1_000) });
  world.publish(node);
  world.membership += 1;
  world.note(node, 'JOINING');
  const from = world.members.find((each) => each !== node && each.running);
  if (from !== undefined) stream(world, 'Bootstrap', from, node);
  serveAfterStep(world, node);
  return node;
}

/**
 * Lets a node leave: it hands its ranges over for a step, and is gone then.
 *
 * @throws OpsError `INVALID_ARGUMENT` for a node that is not in service
 */
export function leave(world: World, node: NodeState): void {
  world.settle();
  if (node.mode !== 'NORMAL' || !node.running)
    throw errors.INVALID_ARGUMENT({ message: `${node.identity.name} is not in service, so it cannot leave` });
  node.mode = 'LEAVING';
  world.membership += 1;
  world.publish(node);
  world.note(node, 'LEAVING');
  const to = world.members.find((each) => each !== node && each.running);
  if (to !== undefined) stream(world, 'Unbootstrap', node, to);
  const { generation } = node;
  world.schedule(world.nowMs + world.stepMs, () => {
    if (!node.running || node.generation !== generation) return;
    Object.assign(node, { mode: 'DECOMMISSIONED', gossipActive: false, nativeRunning: false });
    world.membership += 1;
    world.liveness.remove(node.identity.name);
    world.note(node, 'DECOMMISSIONED');
  });
}

function newestSchema({ members }: World): NodeState['schema'] {
  const schemas = members.map(({ schema }) => schema).toSorted((a, b) => b.sequence - a.sequence);
  return schemas[0] as NodeState['schema'];
}

/** Shows one stream for a step, on both sides. */
function stream(world: World, description: string, from: NodeState, to: NodeState): void {
  const moving = [...from.schema.keyspaces.values()].reduce((sum, keyspace) => sum + pendingRanges(world, keyspace).length, 0);
  const none = { completedFiles: 0, totalFiles: 0, completedBytes: 0, totalBytes: 0 };
  const some = { ...none, totalFiles: moving, totalBytes: moving * RANGE_BYTES };
  const planId = uuidOf(6, world.membership);
  const plan = (peer: NodeState, receiving: typeof none, sending: typeof none): StreamPlan => ({
    planId,
    description,
    sessions: [{ peer: endpointOf(peer), state: 'STREAMING', receiving, sending }],
  });
  from.streams = [...from.streams, plan(to, none, some)];
  to.streams = [...to.streams, plan(from, some, none)];
  world.schedule(world.nowMs + world.stepMs, () => {
    for (const node of [from, to]) node.streams = node.streams.filter((each) => each.planId !== planId);
  });
}
