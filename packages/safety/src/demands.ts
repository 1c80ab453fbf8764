import { type ConsistencyLevel, isDatacenterLocal } from '@ringside/model';
import { type ReplicationStrategy, replicasNeeded, type Topology } from '@ringside/ring';

/** How many live replicas a level needs: of a datacenter, or of all. */
export interface Demand {
  /** Whose replicas count; null for those of every datacenter. */
  readonly datacenter: string | null;
  /** How many must be alive. */
  readonly needed: number;
}

/**
 * What a level demands of each range. Local levels are used from every datacenter that has nodes and that the keyspace is replicated to, so they make
 * a demand in each; `EACH_QUORUM` makes one in every datacenter that the keyspace names. `ANY` demands nothing: a hint on the coordinator is enough.
 */
export function demandsOf(topology: Topology, strategy: ReplicationStrategy, consistency: ConsistencyLevel): readonly Demand[] {
  const owners = topology.endpoints.filter(({ tokens }) => tokens.length > 0);
  const nodes = owners.length;
  if (consistency === 'ANY') return [];
  const inEach = (datacenters: readonly string[], level: ConsistencyLevel): readonly Demand[] =>
    datacenters.toSorted().map((datacenter) => {
      return { datacenter, needed: replicasNeeded({ strategy, consistency: level, localDatacenter: datacenter, nodes }) };
    });
  if (isDatacenterLocal(consistency)) {
    const present = [...new Set(owners.map(({ datacenter }) => datacenter))];
    return inEach(
      present.filter((datacenter) => isReplicatedTo(strategy, datacenter)),
      consistency,
    );
  }
  if (consistency === 'EACH_QUORUM' && strategy.class === 'NetworkTopologyStrategy')
    return inEach(Object.keys(strategy.replicationFactors), 'LOCAL_QUORUM');
  return [{ datacenter: null, needed: replicasNeeded({ strategy, consistency, nodes }) }];
}

function isReplicatedTo(strategy: ReplicationStrategy, datacenter: string): boolean {
  if (strategy.class !== 'NetworkTopologyStrategy') return true;
  return Object.hasOwn(strategy.replicationFactors, datacenter) && (strategy.replicationFactors[datacenter] ?? 0) > 0;
}
