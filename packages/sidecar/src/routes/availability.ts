import type { AvailabilityAnswer, KeyspaceAvailability, RouteParams, SidecarClient } from '@ringside/api';
import { orRelayed } from '@ringside/cluster-watch';
import { type ConsistencyLevel, formatEndpoint, type KeyspaceName } from '@ringside/model';
import type { KeyspaceInfo } from '@ringside/node-control';
import { availability, isOnRing, parseReplication, type Topology } from '@ringside/ring';
import type { CassandraInstance } from '../instance/instance.ts';
import { topologyOf, UNKNOWN_DATACENTER } from '../observed/topology.ts';
import { readMergedView } from '../observed/view.ts';
import type { Handlers, Services } from './context.ts';
import { requireKeyspace } from './keyspaces.ts';

const DEFAULT_LEVEL: ConsistencyLevel = 'LOCAL_QUORUM';

/** Whether requests succeed, range by range. */
export function availabilityHandlers({ instances, watch }: Services): Handlers<'availability'> {
  return {
    availability: async ({ instance, params, signal }) => {
      const { alone = false, instanceId: _own, ...rest } = params;
      const ask = (peer: SidecarClient): Promise<AvailabilityAnswer> => peer.availability({ ...rest, alone: true }, { signal });
      return { body: await orRelayed(() => ownAnswer(instance, rest), { alone, watch, ask }) };
    },
  };

  async function ownAnswer(
    instance: CassandraInstance,
    { consistency = DEFAULT_LEVEL, keyspace }: Pick<RouteParams<'availability'>, 'consistency' | 'keyspace'>,
  ): Promise<AvailabilityAnswer> {
    const [{ observer, endpoints }, keyspaces] = await Promise.all([
      readMergedView(instance, instances),
      wantedKeyspaces(instance, keyspace),
    ]);
    const judged = watch.judged(endpoints);
    const up = new Set(judged.filter(({ status }) => status === 'Up').map((endpoint) => formatEndpoint(endpoint)));
    const localDatacenter = observer.datacenter ?? UNKNOWN_DATACENTER;
    const judge = createJudge({ topology: topologyOf(endpoints), consistency, localDatacenter, up });
    return { consistency, localDatacenter, keyspaces: keyspaces.map((each) => judge(each)) };
  }
}

async function wantedKeyspaces(instance: CassandraInstance, name: KeyspaceName | undefined): Promise<readonly KeyspaceInfo[]> {
  if (name !== undefined) return [await requireKeyspace(instance, name)];
  const keyspaces = await instance.reads.keyspaces();
  const replicated = keyspaces.filter(({ replication }) => isOnRing(parseReplication(replication)));
  return replicated.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

interface Circumstances {
  readonly topology: Topology;
  readonly consistency: ConsistencyLevel;
  readonly localDatacenter: string;
  readonly up: ReadonlySet<string>;
}

/** Judges keyspaces one after the other; those that replicate alike share one computation. */
function createJudge({ topology, consistency, localDatacenter, up }: Circumstances): (keyspace: KeyspaceInfo) => KeyspaceAvailability {
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
