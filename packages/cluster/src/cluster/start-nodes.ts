import { rm } from 'node:fs/promises';
import type { ClusterNode, NodeIdentity } from '@ringside/cassandra-node';
import { isMember } from '@ringside/cassandra-tools';
import type { Bounds } from '@ringside/core';
import { allOrFirstFailure, assertPortsFree } from '@ringside/host';
import { namedOwner } from '../pool/owner.ts';
import { inTurn } from '../pool/turn.ts';
import { assertRoom, portsOf } from './preflight.ts';
import type { RingRecord } from './record.ts';
import type { RingState } from './state.ts';

/** How nodes are started. */
export interface Starting {
  readonly bounds: Bounds;
  /** Whether a relay holds their storage ports. */
  readonly relayed: boolean;
}

/**
 * The nodes of a ring that are down, once it is sure that they can be started.
 *
 * @throws OpsError `MEMORY_SHORT`, `DISK_FULL`, `ADDRESS_IN_USE`, `ADDRESS_MISSING`
 */
export async function startableNodes(record: RingRecord, relayed: boolean): Promise<readonly ClusterNode[]> {
  const pids = await Promise.all(record.nodes.map((node) => node.pid()));
  const down = record.nodes.filter((_, index) => pids[index] === undefined);
  if (down.length > 0) await assertRoom(down.length, record.state.settings.heapMb, record.directory);
  await assertPortsFree(down.flatMap((node) => portsOf(node, relayed)));
  return down;
}

/**
 * Starts nodes of a ring that are down. When one fails, or what is done once they run, those that were started are killed again.
 *
 * @param whenStarted waits until they are more than open
 */
export async function startDown(down: readonly ClusterNode[], bounds: Bounds, whenStarted: () => Promise<void>): Promise<void> {
  try {
    const open = (): Promise<unknown> =>
      allOrFirstFailure(
        down.map((node) => (signal) => node.start({ ...bounds, signal })),
        bounds.signal,
      );
    await inTurn(open, { owner: namedOwner(), bounds });
    await whenStarted();
  } catch (error) {
    await Promise.all(down.map((node) => node.kill()));
    throw error;
  }
}

/**
 * Starts a new node and waits until it has joined. Writes the state with it first: whatever happens next, another launcher knows of it. When it fails
 * before it has joined, the record and its folder are as they were.
 *
 * @param state the ring with the node, and without the one that it replaces
 */
export async function joinNode(
  record: RingRecord,
  identity: NodeIdentity,
  state: RingState,
  { bounds, relayed }: Starting,
): Promise<ClusterNode> {
  const before = { state: record.state, nodes: record.nodes };
  const node = await record.nodeOf(identity, state);
  const stays = ({ name }: ClusterNode): boolean => state.nodes.some((other) => other.name === name);
  try {
    await record.become(state, [...before.nodes.filter(stays), node]);
    await assertPortsFree(portsOf(node, relayed));
    await node.start(bounds);
    return node;
  } catch (error) {
    await node.kill();
    if (await isMember(node, before.nodes)) throw error;
    await record.become(before.state, before.nodes);
    await rm(node.paths.root, { recursive: true, force: true });
    throw error;
  }
}
