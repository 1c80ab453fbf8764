import { ownership } from '../placement/ownership.ts';
import type { ReplicationStrategy } from '../placement/replication.ts';
import type { Topology } from '../placement/topology.ts';

/** How evenly one datacenter's nodes share the ring; shares are relative to the mean, so 1 is exactly fair. */
export interface Imbalance {
  /** The datacenter that the figures are of. One whose nodes hold nothing is left out. */
  readonly datacenter: string;
  /** How many of its nodes own tokens. */
  readonly nodes: number;
  /** The mean ownership of its nodes, 0 … 1. */
  readonly meanOwnership: number;
  /** The smallest node's share ÷ the mean. */
  readonly smallest: number;
  /** The largest node's share ÷ the mean: 1.2 means one node holds 20% more than fair. */
  readonly largest: number;
  /** Standard deviation ÷ mean, over all its nodes. */
  readonly deviation: number;
}

/**
 * How evenly the nodes of each datacenter share the ring: effective ownership with a strategy, primary ranges without. Nodes without
 * tokens are left out; so are datacenters that hold nothing.
 */
export function imbalance(topology: Topology, strategy?: ReplicationStrategy): readonly Imbalance[] {
  const shares = ownership(topology, strategy);
  const members = topology.endpoints.filter(({ tokens }) => tokens.length > 0);
  const datacenters = [...new Set(members.map(({ datacenter }) => datacenter))].toSorted();
  return datacenters.flatMap((datacenter) => {
    const own = members.filter((each) => each.datacenter === datacenter).map(({ id }) => shares.get(id) ?? 0);
    const meanOwnership = own.reduce((sum, share) => sum + share, 0) / own.length;
    if (meanOwnership === 0) return [];
    const relative = own.map((share) => share / meanOwnership);
    const variance = relative.reduce((sum, share) => sum + (share - 1) ** 2, 0) / own.length;
    const figures = { smallest: Math.min(...relative), largest: Math.max(...relative), deviation: Math.sqrt(variance) };
    return [{ datacenter, nodes: own.length, meanOwnership, ...figures }];
  });
}
