import type { ReplicationStrategy } from '../placement/replication.ts';

/** More than half of so many. */
export function quorum(replicas: number): number {
  return Math.floor(replicas / 2) + 1;
}

/** The factor that a strategy asks for in one datacenter; strategies that know no datacenters ask for their whole factor. */
export function factorIn(strategy: ReplicationStrategy, datacenter: string, nodes: number): number {
  switch (strategy.class) {
    case 'NetworkTopologyStrategy':
      return Object.hasOwn(strategy.replicationFactors, datacenter) ? (strategy.replicationFactors[datacenter] as number) : 0;
    case 'SimpleStrategy':
    case 'MetaStrategy':
      return strategy.replicationFactor;
    case 'EverywhereStrategy':
      return nodes;
    case 'LocalStrategy':
      return 1;
  }
}
