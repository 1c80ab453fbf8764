import type { CanStopAnswer, DiskCapacity, RestartBatchesAnswer, RouteParams, Routes, SidecarClient, StopRefusal } from '@ringside/api';
import { type AskBounds, orRelayed } from '@ringside/cluster-watch';
import { errors } from '@ringside/core';
import { streamsAnswer } from '@ringside/node-answers';
import type { StreamPlan } from '@ringside/node-control';
import type { HandlersOf } from '@ringside/route-server';
import { type KnownCluster, planBatches, planStop, type Refusal, selectMembers } from '@ringside/safety';
import { measureCapacity } from '../capacity/capacity-answer.ts';
import type { ClusterServices } from '../handlers.ts';
import type { JudgedNode } from '../node.ts';
import { ownEndpoints } from '../own-endpoints.ts';
import { type AskNode, knownCluster, type QuestionedNode, type ToldOfNode, withTold } from './known-cluster.ts';

/** A node about which it can be asked whether it may be stopped. */
export type StoppableNode = JudgedNode & QuestionedNode;

/** What {@link canStopHandlers} works with. */
export interface StopServices<Instance extends StoppableNode> extends ClusterServices<Instance> {
  /** The streams of a node beside the sidecar. */
  readonly streamsOf: (instance: Instance) => Promise<readonly StreamPlan[]>;
}

/** Whether nodes may be stopped now, and in which order they can be restarted. */
export function canStopHandlers<Instance extends StoppableNode>({
  clock,
  instances,
  watch,
  records,
  streamsOf,
}: StopServices<Instance>): Pick<HandlersOf<Routes, Instance>, 'canStop' | 'restartBatches'> {
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

  async function stopAnswer(asked: Instance, { levels, ...selection }: RouteParams<'canStop'>): Promise<CanStopAnswer> {
    const known = await knownCluster(asked, instances, watch);
    const victims = selectMembers(known.members, selection);
    if (victims.length === 0)
      throw errors.INVALID_ARGUMENT({ message: 'No node is named', remedy: 'Name nodes, a rack or a datacenter to judge.' });
    const { victims: nodes, refusals, ...rest } = planStop({ cluster: await told(known, victims), victims, levels });
    return { nodes, ...rest, refusals: refusals.map((refusal) => refusalEntry(refusal)) };
  }

  async function batchesAnswer(asked: Instance, params: RouteParams<'restartBatches'>): Promise<RestartBatchesAnswer> {
    const known = await knownCluster(asked, instances, watch);
    const cluster = await told(
      known,
      known.members.map(({ id }) => id),
    );
    const { refusals, ...rest } = planBatches({ cluster, levels: params.levels, atMost: params.atMost });
    return { ...rest, refusals: refusals.map((refusal) => refusalEntry(refusal)) };
  }

  /** With what only the sidecars of these nodes know. */
  async function told(known: KnownCluster, nodes: readonly string[]): Promise<KnownCluster> {
    const own = await ownEndpoints(instances);
    const others = new Map(watch.others().map(({ node, client }) => [node, client]));
    const ask: AskNode = async (node, signal) => {
      const instance = own.get(node);
      return instance === undefined ? await tellOther(others.get(node), node, signal) : await tellOwn(instance);
    };
    return await withTold(known, nodes, ask);
  }

  async function tellOwn(instance: Instance): Promise<ToldOfNode> {
    const [plans, { disks }] = await Promise.all([streamsOf(instance), measureCapacity(records.of(instance))]);
    return { streams: streamNames(streamsAnswer(plans)), freeBytes: leastFree(disks) };
  }
}

async function tellOther(client: SidecarClient | undefined, node: string, signal: AbortSignal): Promise<ToldOfNode> {
  if (client === undefined) throw errors.UNAVAILABLE({ message: `Nobody knows the sidecar of ${node}` });
  const capacity = client.capacity({ alone: true }, { signal }).catch(() => undefined);
  const streams = streamNames(await client.streams({}, { signal }));
  const own = (await capacity)?.nodes.find(({ endpoint }) => endpoint === node);
  return { streams, freeBytes: leastFree(own?.disks ?? null) };
}

function streamNames({ streams }: ReturnType<typeof streamsAnswer>): readonly string[] {
  return streams.flatMap(({ description, sessions }) => sessions.map(({ peer }) => `${description} with ${peer}`));
}

function leastFree(disks: readonly DiskCapacity[] | null): number | undefined {
  return disks === null || disks.length === 0 ? undefined : Math.min(...disks.map(({ availableBytes }) => availableBytes));
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
