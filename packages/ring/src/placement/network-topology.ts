import type { Topology } from './topology.ts';

/** A node's datacenter and rack as small numbers, so that the walk below compares no text. */
interface Place {
  readonly datacenter: number;
  readonly rack: number;
}

/** What is left to place in each datacenter during one walk. */
interface Quota {
  /** Replicas still to place. */
  readonly left: number[];
  /** How many of them may stand in a rack that already has one. */
  readonly rackRepeats: number[];
}

/** Walks a ring once for each token, and answers with the places of the replicas' nodes, in the order the walk met them. */
export type Placement = (tokenIndex: number) => readonly number[];

/**
 * `NetworkTopologyStrategy.calculateNaturalReplicas`: walk the ring from the token; in each datacenter take the first node of each
 * rack not seen yet. A node in a rack already seen is taken only while fewer racks exist than replicas are asked for
 * (`acceptableRackRepeats = factor − racks`, by the factor asked for, not by what the nodes allow). The walk ends when every
 * datacenter has min(factor, nodes) replicas.
 */
export function networkTopologyPlacement(topology: Topology, factors: Readonly<Record<string, number>>): Placement {
  const { places, quota, rackCount } = survey(topology, factors);
  const rackSeen = new Int32Array(rackCount).fill(-1);
  const nodeSeen = new Int32Array(topology.endpoints.length).fill(-1);
  const datacentersToFill = quota.left.filter((left) => left > 0).length;
  return (tokenIndex) => {
    const left = [...quota.left];
    const rackRepeats = [...quota.rackRepeats];
    const replicas: number[] = [];
    let toFill = datacentersToFill;
    for (let step = 0; step < topology.owners.length && toFill > 0; step += 1) {
      const node = topology.owners[(tokenIndex + step) % topology.owners.length] as number;
      const { datacenter, rack } = places[node] as Place;
      if (left[datacenter] === 0 || nodeSeen[node] === tokenIndex) continue;
      if (rackSeen[rack] === tokenIndex) {
        if ((rackRepeats[datacenter] as number) <= 0) continue;
        rackRepeats[datacenter] = (rackRepeats[datacenter] as number) - 1;
      }
      rackSeen[rack] = tokenIndex;
      nodeSeen[node] = tokenIndex;
      replicas.push(node);
      left[datacenter] = (left[datacenter] as number) - 1;
      if (left[datacenter] === 0) toFill -= 1;
    }
    return replicas;
  };
}

/** Numbers datacenters and racks, and counts the nodes that own tokens; others do not take part. */
function survey(topology: Topology, factors: Readonly<Record<string, number>>): { places: Place[]; quota: Quota; rackCount: number } {
  const datacenters = new Map<string, { index: number; nodes: number; racks: Map<string, number> }>();
  let rackCount = 0;
  const places = topology.endpoints.map(({ datacenter: name, rack, tokens }) => {
    const datacenter = datacenters.get(name) ?? { index: datacenters.size, nodes: 0, racks: new Map<string, number>() };
    datacenters.set(name, datacenter);
    if (tokens.length === 0) return { datacenter: datacenter.index, rack: -1 };
    datacenter.nodes += 1;
    const rackIndex = datacenter.racks.get(rack) ?? rackCount++;
    datacenter.racks.set(rack, rackIndex);
    return { datacenter: datacenter.index, rack: rackIndex };
  });
  const entries = [...datacenters];
  const factorOf = (name: string): number => (Object.hasOwn(factors, name) ? (factors[name] as number) : 0);
  const left = entries.map(([name, { nodes }]) => Math.min(factorOf(name), nodes));
  const rackRepeats = entries.map(([name, { racks }]) => factorOf(name) - racks.size);
  return { places, quota: { left, rackRepeats }, rackCount };
}
