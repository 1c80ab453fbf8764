import type { ConsistencyLevel } from '@ringside/model';
import { placeReplicas, type ReplicationStrategy, type TokenRange, type Topology } from '@ringside/ring';
import { type Demand, demandsOf } from './demands.ts';
import type { KnownCluster } from './known-cluster.ts';
import type { KeyspaceLevel } from './levels.ts';

/** Keyspaces that replicate alike and are used at the same level: what holds for one holds for all. */
export interface Rule {
  /** Their names, sorted. */
  readonly keyspaces: readonly string[];
  /** How they are replicated. */
  readonly strategy: ReplicationStrategy;
  /** The level that their users need. */
  readonly level: ConsistencyLevel;
}

/** Ranges that the same nodes hold. */
export interface ReplicaSet {
  /** Places of these nodes among the endpoints of the topology, in Cassandra's order for the first range. */
  readonly replicas: readonly number[];
  /** The first of the ranges, in ring order. */
  readonly first: TokenRange;
  /** How many ranges they hold together. */
  readonly ranges: number;
}

/** That so many of some replicas stay alive. */
export interface Requirement {
  /** Whose keyspaces ask for it. */
  readonly rule: Rule;
  /** How many, of which datacenter. */
  readonly demand: Demand;
  /** Whose ranges ask for it. */
  readonly set: ReplicaSet;
  /** Those replicas that count. */
  readonly counted: readonly number[];
  /** How many of those are alive now. */
  readonly alive: number;
}

/** What must stay alive, for every range of every replicated keyspace. */
export interface Requirements {
  /** Every rule, with the sets of replicas that its ranges have. */
  readonly rules: readonly { readonly rule: Rule; readonly sets: readonly ReplicaSet[] }[];
  /** Every requirement, in the order of the rules. */
  readonly all: readonly Requirement[];
}

/**
 * Works out what must stay alive. Keyspaces that replicate alike are placed once, and ranges that the same nodes hold are judged once.
 *
 * @param isAlive whether the endpoint at that place of the topology is up
 */
export function requirementsOf(
  { topology, keyspaces }: KnownCluster,
  levels: ReadonlyMap<string, KeyspaceLevel>,
  isAlive: (place: number) => boolean,
): Requirements {
  const placed = new Map<string, readonly ReplicaSet[]>();
  const rules = rulesOf(keyspaces, levels).map((rule) => {
    const key = strategyKey(rule.strategy);
    const sets = placed.get(key) ?? replicaSets(topology, rule.strategy);
    placed.set(key, sets);
    return { rule, sets };
  });
  return { rules, all: rules.flatMap(({ rule, sets }) => requirementsOfRule(topology, rule, sets, isAlive)) };
}

function rulesOf(keyspaces: KnownCluster['keyspaces'], levels: ReadonlyMap<string, KeyspaceLevel>): readonly Rule[] {
  const rules = new Map<string, { keyspaces: string[]; strategy: ReplicationStrategy; level: ConsistencyLevel }>();
  for (const { name, strategy } of keyspaces.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const level = levels.get(name)?.level;
    if (level === undefined) continue;
    const key = `${level} ${strategyKey(strategy)}`;
    const rule = rules.get(key) ?? { keyspaces: [], strategy, level };
    rule.keyspaces.push(name);
    rules.set(key, rule);
  }
  return [...rules.values()];
}

function strategyKey(strategy: ReplicationStrategy): string {
  if (strategy.class !== 'NetworkTopologyStrategy') return JSON.stringify(strategy);
  return JSON.stringify(Object.entries(strategy.replicationFactors).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function replicaSets(topology: Topology, strategy: ReplicationStrategy): readonly ReplicaSet[] {
  const places = new Map(topology.endpoints.map(({ id }, place) => [id, place]));
  const sets = new Map<string, { replicas: readonly number[]; first: TokenRange; ranges: number }>();
  for (const { range, replicas: ids } of placeReplicas(topology, strategy)) {
    const replicas = ids.map((id) => places.get(id) as number);
    const key = replicas.toSorted((a, b) => a - b).join(' ');
    const known = sets.get(key);
    if (known === undefined) sets.set(key, { replicas, first: range, ranges: 1 });
    else known.ranges += 1;
  }
  return [...sets.values()];
}

function requirementsOfRule(
  topology: Topology,
  rule: Rule,
  sets: readonly ReplicaSet[],
  isAlive: (place: number) => boolean,
): readonly Requirement[] {
  return demandsOf(topology, rule.strategy, rule.level).flatMap((demand) => {
    const counts = (place: number): boolean => demand.datacenter === null || topology.endpoints[place]?.datacenter === demand.datacenter;
    return sets.map((set) => {
      const counted = demand.datacenter === null ? set.replicas : set.replicas.filter((place) => counts(place));
      let alive = 0;
      for (const place of counted) if (isAlive(place)) alive += 1;
      return { rule, demand, set, counted, alive };
    });
  });
}
