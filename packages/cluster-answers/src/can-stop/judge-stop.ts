import type { CanStopAnswer, DiskCapacity, RestartBatchesAnswer, RouteParams, SidecarClient, StopRefusal } from '@ringside/api';
import { type AskBounds, orRelayed } from '@ringside/cluster-watch';
import { errors } from '@ringside/core';
import { streamsAnswer } from '@ringside/node-answers';
import type { StreamPlan } from '@ringside/node-control';
import {
  type KnownCluster,
  type Levels,
  planBatches,
  planStop,
  type Refusal,
  type RunningOperation,
  selectMembers,
  type Selection,
} from '@ringside/safety';
import { measureCapacity } from '../capacity/capacity-answer.ts';
import type { ClusterServices } from '../handlers.ts';
import type { JudgedNode } from '../node.ts';
import { ownEndpoints } from '../own-endpoints.ts';
import { type AskNode, knownCluster, type QuestionedNode, type ToldOfNode, withTold } from './known-cluster.ts';

/** A node about which it can be asked whether it may be stopped. */
export type StoppableNode = JudgedNode & QuestionedNode;

/** What {@link createStopJudge} works with. */
export interface StopServices<Instance extends StoppableNode> extends ClusterServices<Instance> {
  /** The streams of a node beside the sidecar. */
  readonly streamsOf: (instance: Instance) => Promise<readonly StreamPlan[]>;
  /** Levels that the clients of keyspaces need, where the question gives none. Default: none. */
  readonly levels?: Levels | undefined;
  /** What is known to run; undefined where that is not known, or nothing does. Default: nobody knows. */
  readonly operations?: (signal: AbortSignal) => Promise<readonly RunningOperation[] | undefined>;
}

/** How a question is answered. */
export interface StopBounds {
  /** Whether no other sidecar may be asked in the place of a node that does not answer. */
  readonly alone: boolean;
  /** Aborts when whoever asked has left. */
  readonly signal: AbortSignal;
}

type Questioned<Id extends 'canStop' | 'restartBatches'> = Omit<RouteParams<Id>, 'alone' | 'instanceId'>;

/** Judges whether nodes may be stopped, by all that sidecars know. Each method asks the node that is named first, and rejects with that node's error. */
export interface StopJudge<Instance> {
  /**
   * Whether nodes may be stopped together now. The sidecar of another node answers where the asked one does not.
   *
   * @param asked the node that is asked first
   * @param question the query of the route: which nodes, and at which levels
   * @throws OpsError `INVALID_ARGUMENT` where no node is named, `NOT_FOUND`
   */
  mayStop(asked: Instance, question: Questioned<'canStop'>, bounds: StopBounds): Promise<CanStopAnswer>;
  /**
   * In which order nodes can be restarted. The sidecar of another node answers where the asked one does not.
   *
   * @param asked the node that is asked first
   * @param question the query of the route: which nodes, and at which levels
   */
  batches(asked: Instance, question: Questioned<'restartBatches'>, bounds: StopBounds): Promise<RestartBatchesAnswer>;
  /**
   * The same of some nodes, all where none is named. Nobody else is asked.
   *
   * @param asked the node that is asked
   * @param question the query of the route: at which levels
   * @param signal aborts the reads
   * @throws OpsError `NOT_FOUND`, `INVALID_ARGUMENT`
   */
  batchesOf(
    asked: Instance,
    selection: Selection,
    question: Questioned<'restartBatches'>,
    signal: AbortSignal,
  ): Promise<RestartBatchesAnswer>;
  /** The cluster as the asked node and all sidecars know it. */
  known(asked: Instance): Promise<KnownCluster>;
}

/** Makes a {@link StopJudge}. */
export function createStopJudge<Instance extends StoppableNode>(services: StopServices<Instance>): StopJudge<Instance> {
  const { clock, instances, watch, records, streamsOf, levels, operations = async () => undefined } = services;
  const known = async (asked: Instance): Promise<KnownCluster> => await knownCluster(asked, instances, watch);

  async function stopAnswer(asked: Instance, { levels, ...selection }: Questioned<'canStop'>, signal: AbortSignal): Promise<CanStopAnswer> {
    const cluster = await withOperations(asked, signal);
    const victims = selectMembers(cluster.members, selection);
    if (victims.length === 0)
      throw errors.INVALID_ARGUMENT({ message: 'No node is named', remedy: 'Name nodes, a rack or a datacenter to judge.' });
    const { victims: nodes, refusals, ...rest } = planStop({ cluster: await told(cluster, victims), victims, levels });
    return { nodes, ...rest, refusals: refusals.map((refusal) => refusalEntry(refusal)) };
  }

  async function batchesOf(
    asked: Instance,
    selection: Selection,
    { levels, atMost }: Questioned<'restartBatches'>,
    signal: AbortSignal,
  ): Promise<RestartBatchesAnswer> {
    const cluster = await withOperations(asked, signal);
    const chosen = Object.values(selection).every((each) => each === undefined) ? undefined : selectMembers(cluster.members, selection);
    const all = cluster.members.map(({ id }) => id);
    const { refusals, ...rest } = planBatches({ cluster: await told(cluster, all), levels, atMost });
    return onlyOf({ ...rest, refusals: refusals.map((refusal) => refusalEntry(refusal)) }, chosen);
  }

  return {
    known,
    batchesOf,
    mayStop: async (asked, question, { alone, signal }) => {
      const ask = (peer: SidecarClient, bounds: AskBounds): Promise<CanStopAnswer> => peer.canStop({ ...question, alone: true }, bounds);
      return await orRelayed(() => stopAnswer(asked, question, signal), { alone, watch, ask, clock, signal });
    },
    batches: async (asked, question, { alone, signal }) => {
      const ask = (peer: SidecarClient, bounds: AskBounds): Promise<RestartBatchesAnswer> =>
        peer.restartBatches({ ...question, alone: true }, bounds);
      return await orRelayed(() => batchesOf(asked, {}, question, signal), { alone, watch, ask, clock, signal });
    },
  };

  async function withOperations(asked: Instance, signal: AbortSignal): Promise<KnownCluster> {
    const [cluster, running] = await Promise.all([known(asked), operations(signal)]);
    return { ...cluster, levels, operations: running };
  }

  /** With what only the sidecars of these nodes know. */
  async function told(cluster: KnownCluster, nodes: readonly string[]): Promise<KnownCluster> {
    const own = await ownEndpoints(instances);
    const others = new Map(watch.others().map(({ node, client }) => [node, client]));
    const ask: AskNode = async (node, signal) => {
      const instance = own.get(node);
      return instance === undefined ? await tellOther(others.get(node), node, signal) : await tellOwn(instance);
    };
    return await withTold(cluster, nodes, ask);
  }

  async function tellOwn(instance: Instance): Promise<ToldOfNode> {
    const [plans, { disks }] = await Promise.all([streamsOf(instance), measureCapacity(records.of(instance))]);
    return { streams: streamNames(streamsAnswer(plans)), freeBytes: leastFree(disks) };
  }
}

/** What of a plan is about some nodes: fewer nodes than a batch has are safe wherever the batch is. */
function onlyOf(plan: RestartBatchesAnswer, chosen: readonly string[] | undefined): RestartBatchesAnswer {
  if (chosen === undefined) return plan;
  const isChosen = new Set(chosen);
  const batches = plan.batches.map((batch) => {
    const nodes = batch.nodes.filter((node) => isChosen.has(node));
    return nodes.length === batch.nodes.length ? batch : { ...batch, nodes, limit: 'No other node of this batch was selected.' };
  });
  return {
    ...plan,
    batches: batches.filter(({ nodes }) => nodes.length > 0),
    refused: plan.refused.filter(({ node }) => isChosen.has(node)),
  };
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
