import { modelErrors } from '@ringside/model';
import type { NodeStatus, RingEndpoint } from '@ringside/node-control';
import { mergeEndpoints } from './merge.ts';

/** A node that is asked what it sees. */
export interface ObservedNode {
  /** As configured: an address or a name. */
  readonly host: string;
  /** Its reads; the same one asked for twice at a time may be done once. */
  readonly reads: {
    /** As of the port. */
    readonly status: () => Promise<NodeStatus>;
    /** As of the port. */
    readonly ring: () => Promise<readonly RingEndpoint[]>;
  };
}

/** The ring as one node sees it. */
export interface RingView {
  /** The node's own status. */
  readonly observer: NodeStatus;
  /** Every endpoint that it knows. */
  readonly endpoints: readonly RingEndpoint[];
}

/**
 * Reads an instance's view of the ring.
 *
 * @throws OpsError `CASSANDRA_UNAVAILABLE` for a node that takes no part in gossip: what it knows of others is stale
 */
export async function readView(instance: ObservedNode): Promise<RingView> {
  const [observer, endpoints] = await Promise.all([instance.reads.status(), instance.reads.ring()]);
  if (observer.gossipActive) return { observer, endpoints };
  throw modelErrors.CASSANDRA_UNAVAILABLE({
    message: `The node at ${instance.host} takes no part in gossip (${observer.operationMode}), so its view of the ring is stale`,
    remedy: 'Ask the sidecar of another node, or start gossip on this one.',
    details: { operationMode: observer.operationMode },
  });
}

/**
 * Reads the views of all instances of a sidecar and merges them pessimistically (see `mergeEndpoints()`). Instances that
 * do not answer, or belong to another cluster than the asked one, have no say.
 *
 * @param asked the instance that the request is about: if it answers, the answer is told from its datacenter
 * @param all every instance of the sidecar, with or without the asked one
 * @throws OpsError the asked instance's own error when none answers
 */
export async function readMergedView(asked: ObservedNode, all: readonly ObservedNode[]): Promise<RingView> {
  const others = all.filter((instance) => instance !== asked);
  const settled = await Promise.allSettled([asked, ...others].map((instance) => readView(instance)));
  const views = settled.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
  const [first] = views;
  if (first === undefined) throw (settled[0] as PromiseRejectedResult).reason;
  const same = views.filter(({ observer }) => observer.clusterName === first.observer.clusterName);
  return { observer: first.observer, endpoints: mergeEndpoints(same.map(({ endpoints }) => endpoints)) };
}
