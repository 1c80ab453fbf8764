import type { CanStopAnswer, RestartBatchesAnswer, RouteParams, SidecarClient, StopRefusal } from '@ringside/api';
import { type AskBounds, type AskStreams, knownCluster, orRelayed, withStreams } from '@ringside/cluster-watch';
import { errors } from '@ringside/core';
import { formatEndpoint } from '@ringside/model';
import { streamsAnswer } from '@ringside/node-answers';
import { type KnownCluster, planBatches, planStop, type Refusal, selectMembers } from '@ringside/safety';
import type { CassandraInstance } from '../instance/instance.ts';
import type { Handlers, Services } from './context.ts';

/** Whether nodes may be stopped now, and in which order they can be restarted. */
export function canStopHandlers({ clock, instances, watch }: Services): Handlers<'canStop' | 'restartBatches'> {
  return {
    canStop: async ({ instance, params, signal }) => {
      const { alone = false, instanceId: _own, ...rest } = params;
      const ask = (peer: SidecarClient, bounds: AskBounds): Promise<CanStopAnswer> => peer.canStop({ ...rest, alone: true }, bounds);
      return { body: await orRelayed(() => stopAnswer(instance, rest), { alone, watch, ask, clock, signal }) };
    },
    restartBatches: async ({ instance, params, signal }) => {
      const { alone = false, instanceId: _own, ...rest } = params;
      const ask = (peer: SidecarClient, bounds: AskBounds): Promise<RestartBatchesAnswer> =>
        peer.restartBatches({ ...rest, alone: true }, bounds);
      return { body: await orRelayed(() => batchesAnswer(instance, rest), { alone, watch, ask, clock, signal }) };
    },
  };

  async function stopAnswer(asked: CassandraInstance, { levels, ...selection }: RouteParams<'canStop'>): Promise<CanStopAnswer> {
    const known = await knownCluster(asked, instances, watch);
    const victims = selectMembers(known.members, selection);
    if (victims.length === 0)
      throw errors.INVALID_ARGUMENT({ message: 'No node is named', remedy: 'Name nodes, a rack or a datacenter to judge.' });
    const { victims: nodes, refusals, ...rest } = planStop({ cluster: await told(known, victims), victims, levels });
    return { nodes, ...rest, refusals: refusals.map((refusal) => refusalEntry(refusal)) };
  }

  async function batchesAnswer(asked: CassandraInstance, params: RouteParams<'restartBatches'>): Promise<RestartBatchesAnswer> {
    const known = await knownCluster(asked, instances, watch);
    const cluster = await told(
      known,
      known.members.map(({ id }) => id),
    );
    const { refusals, ...rest } = planBatches({ cluster, levels: params.levels, atMost: params.atMost });
    return { ...rest, refusals: refusals.map((refusal) => refusalEntry(refusal)) };
  }

  /** With the streams of nodes, which only their own sidecars know. */
  async function told(known: KnownCluster, nodes: readonly string[]): Promise<KnownCluster> {
    const own = new Map<string, CassandraInstance>();
    for (const instance of instances) {
      const { address, storagePort } = await instance.reads.status().catch(() => ({ address: null, storagePort: null }));
      if (address !== null && storagePort !== null) own.set(formatEndpoint({ address, port: storagePort }), instance);
    }
    return await withStreams(known, nodes, streamsOf(own));
  }

  function streamsOf(own: ReadonlyMap<string, CassandraInstance>): AskStreams {
    return async (node, signal) => {
      const instance = own.get(node);
      const { streams } = instance === undefined ? await askPeer(node, signal) : streamsAnswer(await instance.reads.streamStats());
      return streams.flatMap(({ description, sessions }) => sessions.map(({ peer }) => `${description} with ${peer}`));
    };
  }

  async function askPeer(node: string, signal: AbortSignal): Promise<ReturnType<typeof streamsAnswer>> {
    const other = watch.others().find((each) => each.node === node);
    if (other === undefined) throw errors.UNAVAILABLE({ message: `Nobody knows the sidecar of ${node}` });
    return await other.client.streams({}, { signal });
  }
}

function refusalEntry(refusal: Refusal): StopRefusal {
  const { kind, sentence } = refusal;
  if (refusal.kind !== 'range') return { kind, sentence, nodes: refusal.nodes, range: null };
  const { keyspaces, level, datacenter, cause, range, ranges, replicas, left, needed } = refusal;
  const judged = replicas.map(({ node, is, said }) => ({ node, is, said }));
  const { start, end } = range;
  const nodes = replicas.map(({ node }) => node);
  return { kind, sentence, nodes, range: { keyspaces, level, datacenter, cause, start, end, ranges, replicas: judged, left, needed } };
}
