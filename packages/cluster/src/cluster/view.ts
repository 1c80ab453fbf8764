import type { GossipView, NodeStatus } from '@ringside/node-control';
import type { ClusterNode } from '@ringside/cassandra-node';

/** What one node holds of the ring at a moment. */
export interface RingView {
  readonly status: NodeStatus;
  readonly gossip: GossipView;
}

/** Asks a node for its view. Fails as its calls do while it is down. */
export async function readView({ control }: ClusterNode, signal: AbortSignal): Promise<RingView> {
  const [status, gossip] = await Promise.all([control.status({ signal }), control.gossip({ signal })]);
  return { status, gossip };
}

/**
 * The views of those that answer and take part in gossip; the others learn of nothing. When none answers, that is nobody's consent: it must be
 * because none of them runs, or all that run are paused.
 *
 * @throws Error naming one that runs and does not answer, when no other did
 */
export async function hear(nodes: readonly ClusterNode[], signal: AbortSignal): Promise<readonly RingView[]> {
  const settled = await Promise.allSettled(nodes.map((node) => readView(node, signal)));
  const answers = settled.flatMap((view) => (view.status === 'fulfilled' ? [view.value] : []));
  if (answers.length === 0) {
    const running = await Promise.all(nodes.map((node) => node.isRunning()));
    const silent = nodes.find((_, index) => running[index] === true);
    if (silent !== undefined) throw new Error(`${silent.name} runs and does not answer, and no other node does`);
  }
  return answers.filter(({ status }) => status.gossipActive);
}

/** How other nodes name a node: its address and storage port. */
export function endpointOf({ address, storagePort }: ClusterNode): string {
  return `${address}:${storagePort}`;
}

/**
 * Under which generation a node stands in a view: each start gives it a new one (`SystemKeyspace.incrementAndGetGeneration`). A node that
 * was killed and is back soon was never missed: it is live to the others all the while, but as the one that it was before, until gossip
 * tells them. In the moment in which they learn of it, they take it for down (`Gossiper.handleMajorStateChange`).
 */
export function generationOf(node: ClusterNode, { gossip }: Pick<RingView, 'gossip'>): string | undefined {
  const header = Object.keys(gossip).find((each) => each.endsWith(`/${endpointOf(node)}`));
  return header === undefined ? undefined : gossip[header]?.['generation'];
}
