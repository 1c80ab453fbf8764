import { type Clock, metOrThrow, type OpsError, spanOrDefault, waitUntil } from '@ringside/core';
import type { NodeStatus } from '@ringside/node-control';
import type { ClusterNode, WaitBounds } from '@ringside/cassandra-node';
import { endpointOf, generationOf, hear, readView, type RingView } from './view.ts';

/** Gossip goes in rounds of a second; each look asks every node, which has just started and has better to do. */
const POLL_MS = 250;
const LIMIT_MS = 120_000;
const SCHEMA_LIMIT_MS = 60_000;

/** What a wait needs besides its nodes. */
export interface Waiting extends WaitBounds {
  readonly clock: Clock;
}

/** See `Cluster.waitForAllUp`. */
export async function waitForAllUp(nodes: readonly ClusterNode[], waiting: Waiting): Promise<void> {
  const dead = await poll(
    `Waiting for ${nodes.length === 1 ? 'the node' : `all ${nodes.length} nodes`} to be up`,
    waiting,
    async (signal): Promise<true | OpsError> => {
      const deaths = await Promise.all(nodes.map((node) => node.death()));
      const death = deaths.find((each) => each !== undefined);
      if (death !== undefined) return death;
      const views = await Promise.all(nodes.map((node) => readView(node, signal)));
      for (const { status } of views) assertComplete(status, nodes.length);
      nodes.forEach((node, index) => assertKnown(node, views[index] as RingView, views));
      return true;
    },
  );
  if (dead !== true) throw dead;
}

/** See `Cluster.waitForUp`. */
export async function waitForUp(node: ClusterNode, others: readonly ClusterNode[], waiting: Waiting): Promise<void> {
  await poll(`Waiting for the others to see ${node.name} up`, waiting, async (signal): Promise<true> => {
    const [own, views] = await Promise.all([readView(node, signal), hear(others, signal)]);
    assertKnown(node, own, views);
    return true;
  });
}

/** See `Cluster.waitForMissed`. */
export async function waitForMissed(node: ClusterNode, others: readonly ClusterNode[], waiting: Waiting): Promise<void> {
  await poll(`Waiting for the others to see ${node.name} down`, waiting, async (signal): Promise<true> => {
    const views = await hear(others, signal);
    const blind = views.find(({ status }) => !status.unreachableNodes.includes(endpointOf(node)));
    if (blind !== undefined) throw new Error(`${blind.status.address} still sees it up`);
    return true;
  });
}

/** See `Cluster.waitForDown`. */
export async function waitForDown(observer: ClusterNode, down: ClusterNode, waiting: Waiting): Promise<void> {
  await poll(`Waiting for ${observer.name} to see ${down.name} down`, waiting, async (signal) => {
    const { unreachableNodes } = await observer.control.status({ signal });
    return unreachableNodes.includes(endpointOf(down)) ? true : undefined;
  });
}

/** See `Cluster.waitForSchemaAgreement`. */
export async function waitForSchemaAgreement(nodes: readonly ClusterNode[], waiting: Waiting): Promise<void> {
  await poll('Waiting for schema agreement', { ...waiting, withinMs: spanOrDefault(SCHEMA_LIMIT_MS, waiting) }, async (signal) => {
    const statuses = await Promise.all(nodes.map((node) => node.control.status({ signal })));
    return new Set(statuses.map(({ schemaVersion }) => schemaVersion)).size === 1 ? true : undefined;
  });
}

async function poll<T>(what: string, waiting: Waiting, probe: (signal: AbortSignal) => Promise<T | undefined>): Promise<T> {
  const withinMs = spanOrDefault(LIMIT_MS, waiting);
  return metOrThrow(await waitUntil(probe, { ...waiting, pollMs: POLL_MS, withinMs }), what, waiting.signal);
}

/** A node that calls itself NORMAL may still be joining in the eyes of its peers, until gossip has told them. */
function assertComplete(status: NodeStatus, nodes: number): void {
  const { address, operationMode, nativeTransportRunning, unreachableNodes, joiningNodes, liveNodes } = status;
  const seesAll = unreachableNodes.length === 0 && joiningNodes.length === 0 && liveNodes.length === nodes;
  if (operationMode === 'NORMAL' && nativeTransportRunning && seesAll) return;
  throw new Error(`${address} is ${operationMode} and sees ${liveNodes.length} of ${nodes} nodes up`);
}

/** @throws Error naming a view that does not have a node as live, or has it as it was before its last start */
function assertKnown(node: ClusterNode, own: RingView, views: readonly RingView[]): void {
  const generation = generationOf(node, own);
  const blind = views.find((view) => !view.status.liveNodes.includes(endpointOf(node)) || generationOf(node, view) !== generation);
  if (blind !== undefined) throw new Error(`${blind.status.address} does not see ${node.name} as it runs now`);
}
