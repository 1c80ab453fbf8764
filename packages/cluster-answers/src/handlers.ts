import type { AdviceAnswer, CapacityAnswer, NodeCapacity, Routes } from '@ringside/api';
import { type ClusterWatch, orRelayed } from '@ringside/cluster-watch';
import { type Clock, toOpsError } from '@ringside/core';
import { type ConsistencyLevel, formatEndpoint } from '@ringside/model';
import { requireKeyspace } from '@ringside/node-answers';
import type { HandlersOf } from '@ringside/route-server';
import { clusterAdvice, nodeAdvice } from './advice/advice-answer.ts';
import { capacityAnswer, type Disks, type Holding, measureCapacity } from './capacity/capacity-answer.ts';
import { holdingOf, ownHoldings } from './capacity/holdings.ts';
import { gather, type Gathered, type GatherOptions } from './gather.ts';
import { compareClocks, leastSkewMs } from './health/clocks.ts';
import { type HealthEvidence, judgeHealth, liveSchemaVersions } from './health/judge-health.ts';
import { ownHealth } from './health/own-health.ts';
import { hotPartitionsOf } from './hot-partitions.ts';
import type { JudgedNode } from './node.ts';
import { ownEndpoints } from './own-endpoints.ts';
import type { NodeRecords } from './record.ts';
import { tableHealthOf } from './tables/table-health.ts';
import { createNodeTurns } from './turns.ts';

/** The routes that this package answers. */
export type ClusterRoute = 'advice' | 'capacity' | 'clusterHealth' | 'hotPartitions' | 'tableHealth';

/** What they work with. */
export interface ClusterServices<Instance extends JudgedNode> {
  /** For ages, and the time of day that others' clocks are compared with. */
  readonly clock: Clock;
  /** Knows who else there is, and the verdict on each. */
  readonly watch: ClusterWatch;
  /** The nodes beside the sidecar. */
  readonly instances: readonly Instance[];
  /** What was seen of them so far. */
  readonly records: NodeRecords;
}

const DEFAULT_LEVEL: ConsistencyLevel = 'LOCAL_QUORUM';

/** How long another sidecar may take: for the time of day, for its disks, for looking at all of its tables. */
const TIMEOUTS_MS = { clock: 1_000, capacity: 5_000, advice: 60_000 } as const;

/** The routes that judge a cluster, and each node with its tables. */
export function clusterHandlers<Instance extends JudgedNode>(
  services: ClusterServices<Instance>,
): Pick<HandlersOf<Routes, Instance>, ClusterRoute> {
  const { clock, records } = services;
  const turns = createNodeTurns();
  return {
    clusterHealth: async ({ instance, params: { consistency = DEFAULT_LEVEL, alone = false }, signal }) => ({
      body: judgeHealth(await evidenceOf(services, instance, { consistency, alone, signal })),
    }),
    capacity: async ({ instance, params: { alone = false }, signal }) => ({
      body: alone ? await ownCapacity(services, instance) : await wholeCapacity(services, instance, signal),
    }),
    advice: async ({ instance, params: { alone = false }, signal }) => ({
      body: alone
        ? await nodeAdvice(instance, records.of(instance), { nowMs: clock.nowMs(), signal })
        : await wholeAdvice(services, instance, signal),
    }),
    tableHealth: async ({ instance, params: { keyspace }, signal }) => {
      if (keyspace !== undefined) await requireKeyspace(instance, keyspace);
      return { body: await tableHealthOf(instance, keyspace, { nowMs: clock.nowMs(), signal }) };
    },
    hotPartitions: async ({ instance, params, signal }) => ({
      body: await turns.take(instance, async () => hotPartitionsOf(instance, params, signal), signal),
    }),
  };
}

type Services = Pick<ClusterServices<JudgedNode>, 'clock' | 'instances' | 'watch' | 'records'>;

interface HealthOptions {
  readonly consistency: ConsistencyLevel;
  readonly alone: boolean;
  readonly signal: AbortSignal;
}

async function evidenceOf(services: Services, instance: JudgedNode, options: HealthOptions): Promise<HealthEvidence> {
  const { watch, instances, clock } = services;
  const { consistency, alone, signal } = options;
  const [evidence, clocks] = await Promise.all([
    orRelayed(() => ownHealth(instance, { instances, watch, consistency }), {
      alone,
      watch,
      clock,
      signal,
      ask: async (peer, bounds): Promise<HealthEvidence> => peer.clusterHealth({ consistency, alone: true }, bounds),
    }),
    alone ? [] : compareClocks(clock, { watch, timeoutMs: TIMEOUTS_MS.clock, signal }),
  ]);
  const { localDatacenter, nodes, schemaVersions, keyspaces } = evidence;
  return { consistency, localDatacenter, nodes, schemaVersions, keyspaces, clocks };
}

/** The own nodes only, as another sidecar asks for them. */
async function ownCapacity(services: Services, instance: JudgedNode): Promise<CapacityAnswer> {
  const { instances, watch } = services;
  const [holdings, disks] = await Promise.all([ownHoldings(instance, instances, watch), disksOf(services, [instance])]);
  return capacityAnswer(
    holdings.flatMap((each) => {
      const own = disks.get(each.endpoint);
      return own === undefined ? [] : [withDisks(each, own)];
    }),
  );
}

async function wholeCapacity(services: Services, instance: JudgedNode, signal: AbortSignal): Promise<CapacityAnswer> {
  const { clock, instances, watch } = services;
  const [holdings, own, others] = await Promise.all([
    orRelayed<readonly Holding[]>(() => ownHoldings(instance, instances, watch), {
      alone: false,
      watch,
      clock,
      signal,
      ask: async (peer, bounds) => (await peer.nodes({ alone: true }, bounds)).nodes.map((node) => holdingOf(node)),
    }),
    disksOf(services, instances),
    gather(async (client, bounds) => client.capacity({ alone: true }, bounds), { watch, timeoutMs: TIMEOUTS_MS.capacity, signal }),
  ]);
  const disks = new Map<string, Disks>(own);
  for (const each of others) disks.set(each.node, toldBy(each));
  return capacityAnswer(holdings.map((each) => withDisks(each, disks.get(each.endpoint) ?? NO_SIDECAR)));
}

const NO_SIDECAR: Disks = { disks: null, reason: 'its sidecar is not known' };

function toldBy(told: Gathered<CapacityAnswer>): Disks {
  if (told.body === undefined) return { disks: null, reason: told.reason };
  const own = told.body.nodes.find(({ endpoint }) => endpoint === told.node);
  return own === undefined ? NO_SIDECAR : { disks: own.disks, reason: own.reason };
}

function withDisks(holding: Holding, disks: Disks): NodeCapacity {
  return { ...holding, ...disks };
}

/** Disks of own nodes by endpoint; none of those that do not answer. */
async function disksOf({ records }: Services, instances: readonly JudgedNode[]): Promise<ReadonlyMap<string, Disks>> {
  const own = Array.from(await ownEndpoints(instances));
  return new Map(await Promise.all(own.map(async ([endpoint, node]) => [endpoint, await measureCapacity(records.of(node))] as const)));
}

/** Where nobody answers at all, the own node's error is told. */
async function wholeAdvice(services: Services, instance: JudgedNode, signal: AbortSignal): Promise<AdviceAnswer> {
  const { clock, watch, instances, records } = services;
  const options: GatherOptions = { watch, timeoutMs: TIMEOUTS_MS.advice, signal };
  const own = instances.map(async (each): Promise<Gathered<AdviceAnswer>> => {
    const node = formatEndpoint({ address: each.host, port: 0 });
    return nodeAdvice(each, records.of(each), { nowMs: clock.nowMs(), signal }).then(
      (body) => ({ node: body.nodes[0] ?? node, body }),
      (error: unknown) => ({ node, body: undefined, reason: toOpsError(error).message }),
    );
  });
  const evidence = evidenceOf(services, instance, { consistency: DEFAULT_LEVEL, alone: false, signal });
  const [health, ofOwn, ofOthers] = await Promise.all([
    evidence,
    Promise.all(own),
    gather(async (client, bounds) => client.advice({ alone: true }, bounds), options),
  ]);
  const cluster = { schemaVersions: liveSchemaVersions(health).length, clockSkewMs: leastSkewMs(health.clocks) };
  return clusterAdvice(cluster, [...ofOwn, ...ofOthers]);
}
