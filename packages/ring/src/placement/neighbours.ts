import { placeReplicas } from './place-replicas.ts';
import type { ReplicationStrategy } from './replication.ts';
import type { Topology } from './topology.ts';

/**
 * Which nodes share at least one range with each node, by id: those that must not be down together with it, and those it can stream from.
 * A node that holds nothing has none.
 */
export function replicaNeighbours(topology: Topology, strategy: ReplicationStrategy): ReadonlyMap<string, ReadonlySet<string>> {
  const neighbours = new Map(topology.endpoints.map(({ id }) => [id, new Set<string>()]));
  for (const { replicas } of placeReplicas(topology, strategy)) {
    for (const id of replicas) {
      for (const other of replicas) if (other !== id) neighbours.get(id)?.add(other);
    }
  }
  return neighbours;
}
