import { type Endpoint, rangeSizeAt, type Topology } from '../placement/topology.ts';
import { fractionOfRing, type Token } from '../token/token.ts';

/** A ring on which tokens are tried out: ranges in ring order, and who holds how much of it. Sizes are fractions of the ring. */
export interface Shares {
  readonly ends: readonly Token[];
  readonly sizes: readonly number[];
  /** The node that owns each range's token. */
  readonly owners: readonly number[];
  /** Each node's rack; the newcomer is the last node. */
  readonly racks: readonly string[];
  /** How many replicas a range has. */
  readonly replicas: number;
  /** How many of them may stand in a rack that already has one. */
  readonly rackRepeats: number;
}

/** The nodes that hold a range, and how many tokens the walk along the ring looked at to find them. */
export interface Walk {
  readonly nodes: readonly number[];
  readonly steps: number;
}

/**
 * Takes a ring and a newcomer without tokens.
 *
 * @param replicas 1 counts primary ranges only, where racks play no part
 */
export function sharesOf(topology: Topology, newcomersRack: string, replicas: number): Shares {
  const racks = [...topology.endpoints.map(({ rack }: Endpoint) => rack), newcomersRack];
  return {
    ends: topology.tokens,
    sizes: topology.tokens.map((_, at) => fractionOfRing(rangeSizeAt(topology, at))),
    owners: topology.owners,
    racks,
    replicas,
    rackRepeats: replicas - (replicas === 1 ? 0 : new Set(racks).size),
  };
}

/**
 * The replicas of the range that ends at a place, as `NetworkTopologyStrategy` finds them within one datacenter.
 *
 * @param newcomerBefore the place before whose token the newcomer's is put, or -1 for the ring as it is
 */
export function walk(shares: Shares, start: number, newcomerBefore: number = -1): Walk {
  const { owners, racks, replicas } = shares;
  const nodes: number[] = [];
  let repeats = shares.rackRepeats;
  const visit = (node: number): void => {
    if (nodes.length === replicas || nodes.includes(node)) return;
    const rackMet = nodes.some((each) => racks[each] === racks[node]);
    if (rackMet && repeats <= 0) return;
    if (rackMet) repeats -= 1;
    nodes.push(node);
  };
  let steps = 0;
  for (; steps < owners.length && nodes.length < replicas; steps += 1) {
    const at = (start + steps) % owners.length;
    if (at === newcomerBefore) visit(racks.length - 1);
    visit(owners[at] as number);
  }
  return { nodes, steps };
}

/** How much of the ring each node holds, by its replicas' walks. */
export function loadsOf({ sizes, racks }: Shares, walks: readonly Walk[]): number[] {
  const loads = racks.map(() => 0);
  for (const [at, { nodes }] of walks.entries()) {
    for (const node of nodes) loads[node] = (loads[node] as number) + (sizes[at] as number);
  }
  return loads;
}
