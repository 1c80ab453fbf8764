import { rangeFraction } from '../range/range.ts';
import { placeReplicas } from './place-replicas.ts';
import type { ReplicationStrategy } from './replication.ts';
import type { Topology } from './topology.ts';

/**
 * Which share of the ring each node holds, by id: with a strategy what `nodetool status <keyspace>` prints (effective ownership; the
 * shares add up to the number of replicas), without one what `nodetool ring` does (primary ranges only; they add up to 1).
 * A node that holds nothing has 0.
 */
export function ownership(topology: Topology, strategy?: ReplicationStrategy): ReadonlyMap<string, number> {
  const shares = new Map(topology.endpoints.map(({ id }) => [id, 0]));
  const effective = strategy ?? { class: 'SimpleStrategy', replicationFactor: 1 };
  for (const { range, replicas } of placeReplicas(topology, effective)) {
    const fraction = rangeFraction(range);
    for (const id of replicas) shares.set(id, (shares.get(id) ?? 0) + fraction);
  }
  return shares;
}
