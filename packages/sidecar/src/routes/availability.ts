import type { AvailabilityAnswer, RouteParams, SidecarClient } from '@ringside/api';
import { type AskBounds, createKeyspaceJudge, orRelayed, readMergedView, topologyOf, UNKNOWN_DATACENTER } from '@ringside/cluster-watch';
import { type ConsistencyLevel, formatEndpoint, type KeyspaceName } from '@ringside/model';
import { requireKeyspace } from '@ringside/node-answers';
import type { KeyspaceInfo } from '@ringside/node-control';
import { isOnRing, parseReplication } from '@ringside/ring';
import type { CassandraInstance } from '../instance/instance.ts';
import type { Handlers, Services } from './context.ts';

const DEFAULT_LEVEL: ConsistencyLevel = 'LOCAL_QUORUM';

/** Whether requests succeed, range by range. */
export function availabilityHandlers({ clock, instances, watch }: Services): Handlers<'availability'> {
  return {
    availability: async ({ instance, params, signal }) => {
      const { alone = false, instanceId: _own, ...rest } = params;
      const ask = (peer: SidecarClient, bounds: AskBounds): Promise<AvailabilityAnswer> =>
        peer.availability({ ...rest, alone: true }, bounds);
      return { body: await orRelayed(() => ownAnswer(instance, rest), { alone, watch, ask, clock, signal }) };
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
    const judge = createKeyspaceJudge({ topology: topologyOf(endpoints), consistency, localDatacenter, up });
    return { consistency, localDatacenter, keyspaces: keyspaces.map((each) => judge(each)) };
  }
}

async function wantedKeyspaces(instance: CassandraInstance, name: KeyspaceName | undefined): Promise<readonly KeyspaceInfo[]> {
  if (name !== undefined) return [await requireKeyspace(instance, name)];
  const keyspaces = await instance.reads.keyspaces();
  const replicated = keyspaces.filter(({ replication }) => isOnRing(parseReplication(replication)));
  return replicated.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
