import { allocateTokens, ownership, replicaNeighbours, topology, type Topology } from '@ringside/ring';
import { randomTokens } from '../random-tokens';

/** How a ring of so many nodes, in three racks, gets its tokens. */
export interface RingSize {
  readonly nodes: number;
  /** Tokens a node: `num_tokens`. */
  readonly tokens: number;
}

/** What is drawn of a ring. */
export interface Balance {
  /** Each node's share of the replicated data, relative to the fair share, largest first. */
  readonly shares: readonly number[];
  /** With how many other nodes a node shares a range, on average. */
  readonly neighbours: number;
}

const RACKS = 3;
const REPLICATION = { class: 'NetworkTopologyStrategy', replicationFactors: { dc1: 3 } } as const;

/** A ring whose nodes took random tokens, as nodes did before Cassandra 4.0. The same seed makes the same ring. */
export function randomRing({ nodes, tokens }: RingSize, seed: number): Topology {
  return topology(Array.from({ length: nodes }, (_, node) => ({ ...place(node), tokens: randomTokens(`${seed}.${node}`, tokens) })));
}

function place(node: number): { readonly id: string; readonly datacenter: string; readonly rack: string } {
  return { id: `node ${node + 1}`, datacenter: 'dc1', rack: `rack${(node % RACKS) + 1}` };
}

/** A ring whose nodes, one after another, chose their tokens so that all hold about the same. Slow for thousands of tokens. */
export function allocatedRing({ nodes, tokens: numTokens }: RingSize): Topology {
  let ring = topology([]);
  for (let node = 0; node < nodes; node += 1) {
    const { rack, datacenter, id } = place(node);
    const tokens = allocateTokens({ topology: ring, datacenter, rack, numTokens, replicationFactor: 3 });
    ring = topology([...ring.endpoints, { id, datacenter, rack, tokens }]);
  }
  return ring;
}

/** How evenly a ring's nodes hold the data of a keyspace with three replicas. */
export function balanceOf(ring: Topology): Balance {
  const shares = [...ownership(ring, REPLICATION).values()];
  const fair = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const counts = [...replicaNeighbours(ring, REPLICATION).values()].map(({ size }) => size);
  return {
    shares: shares.map((share) => share / fair).toSorted((a, b) => b - a),
    neighbours: counts.reduce((sum, count) => sum + count, 0) / counts.length,
  };
}
