import type { TokenRange } from '../range/range.ts';
import type { Token } from '../token/token.ts';
import { networkTopologyPlacement, type Placement } from './network-topology.ts';
import { isOnRing, type ReplicationStrategy, type RingStrategy } from './replication.ts';
import { type Endpoint, firstTokenAt, ringRanges, type Topology } from './topology.ts';

/** A range and the nodes that hold it. */
export interface ReplicatedRange {
  /** The tokens after one token of the ring up to and including the next. */
  readonly range: TokenRange;
  /** Ids in Cassandra's order: the first one is the primary replica. */
  readonly replicas: readonly string[];
}

/**
 * Which nodes hold which range, for every range of the ring in token order: what `describe_ring` and `getRangeToEndpointMap` answer.
 * `LocalStrategy` and `MetaStrategy` share no ranges of the ring, and answer with none.
 */
export function placeReplicas(topology: Topology, strategy: ReplicationStrategy): readonly ReplicatedRange[] {
  if (!isOnRing(strategy)) return [];
  const place = placement(topology, strategy);
  return ringRanges(topology).map((range, at) => ({ range, replicas: ids(topology, place(at)) }));
}

/** The nodes that hold one token, in Cassandra's order; none on an empty ring, or under `LocalStrategy` and `MetaStrategy`. */
export function replicasOf(topology: Topology, strategy: ReplicationStrategy, token: Token): readonly string[] {
  if (!isOnRing(strategy) || topology.tokens.length === 0) return [];
  return ids(topology, placement(topology, strategy)(firstTokenAt(topology, token)));
}

function placement(topology: Topology, strategy: RingStrategy): Placement {
  switch (strategy.class) {
    case 'NetworkTopologyStrategy':
      return networkTopologyPlacement(topology, strategy.replicationFactors);
    case 'SimpleStrategy':
      return nextDistinctNodes(topology, strategy.replicationFactor);
    case 'EverywhereStrategy':
      return nextDistinctNodes(topology, topology.endpoints.length);
  }
}

/** `SimpleStrategy.calculateNaturalReplicas`: the next `factor` different nodes along the ring, whatever rack they stand in. */
function nextDistinctNodes({ owners, endpoints }: Topology, factor: number): Placement {
  const wanted = Math.min(factor, endpoints.filter(({ tokens }) => tokens.length > 0).length);
  return (tokenIndex) => {
    const nodes = new Set<number>();
    for (let step = 0; step < owners.length && nodes.size < wanted; step += 1) {
      nodes.add(owners[(tokenIndex + step) % owners.length] as number);
    }
    return [...nodes];
  };
}

function ids({ endpoints }: Topology, nodes: readonly number[]): readonly string[] {
  return nodes.map((node) => (endpoints[node] as Endpoint).id);
}
