import type { AvailabilitySummary, KeyspaceHealth, NodeLiveness, SchemaVersionEntry } from '@ringside/api';
import {
  type ClusterWatch,
  createKeyspaceJudge,
  type Judged,
  readMergedView,
  topologyOf,
  UNKNOWN_DATACENTER,
} from '@ringside/cluster-watch';
import { type ConsistencyLevel, formatEndpoint, keyspaceName } from '@ringside/model';
import type { KeyspaceInfo, RingEndpoint } from '@ringside/node-control';
import { hasTooFewNodes, isOnRing, parseReplication } from '@ringside/ring';
import { placeOf } from '../capacity/holdings.ts';
import type { JudgedNode } from '../node.ts';
import type { HealthEvidence } from './judge-health.ts';

/** Levels that are told of whichever is asked for. */
const USUAL_LEVELS: readonly ConsistencyLevel[] = ['ONE', 'LOCAL_QUORUM', 'QUORUM', 'ALL'];

/** What {@link ownHealth} looks at. */
export interface OwnHealthOptions {
  /** The nodes beside the sidecar. */
  readonly instances: readonly JudgedNode[];
  /** Knows the verdict on each node. */
  readonly watch: Pick<ClusterWatch, 'judged'>;
  /** The level that decides. */
  readonly consistency: ConsistencyLevel;
}

/** What the own node knows of its cluster: all but the clocks of others. */
export async function ownHealth(instance: JudgedNode, { instances, watch, consistency }: OwnHealthOptions): Promise<HealthEvidence> {
  const [{ observer, endpoints }, all] = await Promise.all([readMergedView(instance, instances), instance.reads.keyspaces()]);
  const judged = watch.judged(endpoints);
  const up = new Set(judged.filter(({ status }) => status === 'Up').map((endpoint) => formatEndpoint(endpoint)));
  const localDatacenter = observer.datacenter ?? UNKNOWN_DATACENTER;
  const topology = topologyOf(endpoints);
  const levels = [...new Set([...USUAL_LEVELS, consistency])];
  const judges = levels.map((level) => [level, createKeyspaceJudge({ topology, consistency: level, localDatacenter, up })] as const);
  const keyspaces = all.filter(({ replication }) => isOnRing(parseReplication(replication))).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const pending = await pendingCounts(instance, keyspaces, endpoints);
  const healthOf = (info: KeyspaceInfo): KeyspaceHealth => {
    const byLevel = judges.map(([level, judge]) => [level, judge(info)] as const);
    const summaries: Record<string, AvailabilitySummary> = Object.fromEntries(byLevel.map(([level, { summary }]) => [level, summary]));
    const { name: keyspace, replication } = info;
    const tooFew = byLevel.some(([, { ranges }]) => hasTooFewNodes(ranges));
    return { keyspace, replication, hasTooFewNodes: tooFew, levels: summaries, pendingRanges: pending.get(keyspace) ?? null };
  };
  return {
    consistency,
    localDatacenter,
    nodes: judged.map((endpoint) => livenessOf(endpoint)).toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)),
    schemaVersions: schemaVersionsOf(endpoints),
    keyspaces: keyspaces.map((info) => healthOf(info)),
    clocks: [],
  };
}

const DEAD: ReadonlySet<string> = new Set(['dead', 'down', 'cutOff']);

function livenessOf(endpoint: Judged<RingEndpoint>): NodeLiveness {
  const { datacenter, rack, status, verdict } = endpoint;
  const liveness = status === 'Up' && verdict.isUp ? 'live' : DEAD.has(verdict.state) ? 'dead' : 'suspect';
  return { endpoint: formatEndpoint(endpoint), datacenter, rack, liveness, sentence: verdict.sentence };
}

/** The version that most nodes have comes first. */
function schemaVersionsOf(endpoints: readonly RingEndpoint[]): readonly SchemaVersionEntry[] {
  const byVersion = new Map<string | null, string[]>();
  for (const endpoint of endpoints) {
    const { schemaVersion } = endpoint;
    byVersion.set(schemaVersion, [...(byVersion.get(schemaVersion) ?? []), formatEndpoint(endpoint)]);
  }
  return Array.from(byVersion, ([version, names]) => ({ version, endpoints: names.toSorted() })).toSorted(
    (a, b) => b.endpoints.length - a.endpoints.length,
  );
}

/** Asked only while some node moves: each keyspace is a question to the node. */
async function pendingCounts(
  { reads }: JudgedNode,
  keyspaces: readonly KeyspaceInfo[],
  endpoints: readonly RingEndpoint[],
): Promise<ReadonlyMap<string, number>> {
  const isAtRest = endpoints.every(({ state }) => state === 'Normal');
  if (isAtRest) return new Map(keyspaces.map(({ name }) => [name, 0]));
  const counts = new Map<string, number>();
  for (const { name } of keyspaces)
    await reads.pendingRanges(keyspaceName(name)).then(
      (ranges) => counts.set(name, ranges.length),
      () => undefined,
    );
  return counts;
}
