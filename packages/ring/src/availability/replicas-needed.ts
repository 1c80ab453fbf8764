import type { ConsistencyLevel } from '@ringside/model';
import { type ReplicationStrategy, totalReplicationFactor } from '../placement/replication.ts';
import { factorIn, quorum } from './quorum.ts';

/** What {@link replicasNeeded} is asked. */
export interface LevelQuestion {
  /** The keyspace's replication. */
  readonly strategy: ReplicationStrategy;
  /** The level of the requests. */
  readonly consistency: ConsistencyLevel;
  /** The coordinator's datacenter; only the `LOCAL_*` levels need it. */
  readonly localDatacenter?: string | undefined;
  /** How many nodes own tokens, which is what `EverywhereStrategy` asks for. */
  readonly nodes: number;
}

/**
 * How many live replicas a level needs of those that count for it; `EACH_QUORUM` of `NetworkTopologyStrategy` needs what `LOCAL_QUORUM` does in each
 * datacenter, and all that it needs elsewhere is a quorum. A Paxos round needs more than half of the replicas that exist, but `SERIAL` and `LOCAL_SERIAL`
 * requests then also read, at `QUORUM` and `LOCAL_QUORUM` (`StorageProxy.legacyReadWithPaxos`, `StorageProxy.cas`), which never need fewer.
 */
export function replicasNeeded({ strategy, consistency, localDatacenter = '', nodes }: LevelQuestion): number {
  const total = totalReplicationFactor(strategy, nodes);
  switch (consistency) {
    case 'ANY':
      return 0;
    case 'ONE':
    case 'LOCAL_ONE':
      return 1;
    case 'TWO':
      return 2;
    case 'THREE':
      return 3;
    case 'ALL':
      return Math.max(total, 1);
    case 'QUORUM':
    case 'EACH_QUORUM':
    case 'SERIAL':
      return quorum(total);
    case 'LOCAL_QUORUM':
    case 'LOCAL_SERIAL':
      return quorum(factorIn(strategy, localDatacenter, nodes));
  }
}
