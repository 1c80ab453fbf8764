import type { KeyspaceAvailability } from '@ringside/api';
import type { ConsistencyLevel } from '@ringside/model';
import type { KeyspaceInfo } from '@ringside/node-control';
import { availability, parseReplication, type Topology } from '@ringside/ring';

/** By what keyspaces are judged. */
export interface Circumstances {
  /** The ring that reads see. */
  readonly topology: Topology;
  /** At which level requests shall succeed. */
  readonly consistency: ConsistencyLevel;
  /** The datacenter that local levels are judged from. */
  readonly localDatacenter: string;
  /** The endpoints that are up. */
  readonly up: ReadonlySet<string>;
}

/** Judges keyspaces one after the other; those that replicate alike share one computation. */
export function createKeyspaceJudge({
  topology,
  consistency,
  localDatacenter,
  up,
}: Circumstances): (keyspace: KeyspaceInfo) => KeyspaceAvailability {
  const done = new Map<string, Pick<KeyspaceAvailability, 'summary' | 'ranges'>>();
  return ({ name, replication }) => {
    const key = JSON.stringify(Object.entries(replication).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const judged = done.get(key) ?? judgeReplication(replication);
    done.set(key, judged);
    return { keyspace: name, replication, ...judged };
  };

  function judgeReplication(replication: KeyspaceInfo['replication']): Pick<KeyspaceAvailability, 'summary' | 'ranges'> {
    const strategy = parseReplication(replication);
    const { ranges, summary } = availability({ topology, strategy, consistency, localDatacenter, isAlive: (id) => up.has(id) });
    const { total, available, underReplicated, unavailable } = summary;
    return {
      summary: { total, available, underReplicated, unavailable },
      ranges: ranges.map(({ range, replicas, live, needed, state }) => ({
        start: String(range.start),
        end: String(range.end),
        replicas,
        live: replicas.filter((id) => up.has(id)),
        counted: live,
        needed,
        state,
      })),
    };
  }
}
