import { FIRST_LEVELS, type NodeState } from './node-state.ts';
import type { World } from './world.ts';

/** Ends a node's process without a word. */
export function kill(world: World, node: NodeState): void {
  world.settle();
  if (!node.running) return;
  Object.assign(node, { running: false, frozen: false, gossipActive: false, nativeRunning: false, streams: [], compactions: [] });
  world.note(node, 'killed');
  world.liveness.participate(node.identity.name, 'off');
}

/** Starts a node that does not run: with another generation, and out of service for a step. */
export function start(world: World, node: NodeState): void {
  world.settle();
  if (node.running) return;
  const generation = Math.max(node.generation + 1, Math.floor(world.nowMs / 1_000));
  Object.assign(node, {
    running: true,
    mode: 'STARTING',
    generation,
    startedAtMs: world.nowMs,
    gossipActive: true,
    levels: { ...FIRST_LEVELS },
    writes: new Map(),
    repairs: new Map(),
  });
  world.publish(node);
  world.note(node, 'started');
  world.liveness.restart(node.identity.name);
  serveAfterStep(world, node);
}

/** Puts a node that starts or joins into service after a step, unless it has ended by then. */
export function serveAfterStep(world: World, node: NodeState): void {
  const { generation } = node;
  world.schedule(world.nowMs + world.stepMs, () => {
    if (!node.running || node.generation !== generation) return;
    if (node.mode === 'JOINING') world.membership += 1;
    Object.assign(node, { mode: 'NORMAL', nativeRunning: true, streams: [] });
    world.publish(node);
    world.note(node, 'NORMAL');
  });
}

/** Freezes a node's process, as SIGSTOP or a long pause of its own does. */
export function pause(world: World, node: NodeState): void {
  world.settle();
  if (!node.running || node.frozen) return;
  node.frozen = true;
  world.note(node, 'paused');
  world.liveness.participate(node.identity.name, 'frozen');
}

/** Lets a frozen process go on. */
export function resume(world: World, node: NodeState): void {
  world.settle();
  if (!node.frozen) return;
  node.frozen = false;
  world.note(node, 'resumed');
  world.liveness.participate(node.identity.name, node.gossipActive ? 'active' : 'off');
}

/** Takes a node out of service for good, as `drain` does. */
export function drain(world: World, node: NodeState): void {
  if (node.mode === 'DRAINED') return;
  Object.assign(node, { mode: 'DRAINED', gossipActive: false, nativeRunning: false });
  world.note(node, 'DRAINED');
  world.publish(node);
  world.liveness.announceShutdown(node.identity.name);
}

/** Lets a node leave gossip or take part again. */
export function setGossip(world: World, node: NodeState, active: boolean): void {
  if (node.gossipActive === active) return;
  node.gossipActive = active;
  if (active) {
    node.generation += 1;
    world.publish(node);
    world.liveness.participate(node.identity.name, 'active');
  } else {
    world.publish(node);
    world.liveness.announceShutdown(node.identity.name);
  }
}

/** Opens or closes a node's CQL port. */
export function setNative(world: World, node: NodeState, running: boolean): void {
  if (node.nativeRunning === running) return;
  node.nativeRunning = running;
  world.publish(node);
}
