import { errors, nearest } from '@ringside/core';
import type { ConsistencyLevel } from '@ringside/model';
import { clusterRefusals, unknownOf, victimRefusals } from './circumstances.ts';
import type { KnownCluster, KnownMember, Levels } from './known-cluster.ts';
import { type KeyspaceLevel, levelsOf } from './levels.ts';
import { rangeRefusals } from './range-refusals.ts';
import type { Refusal } from './refusal.ts';
import { type Requirement, type Requirements, requirementsOf, type Rule } from './requirements.ts';

/** What {@link planStop} is asked. */
export interface StopQuestion {
  /** The cluster as it is known now. */
  readonly cluster: KnownCluster;
  /** Ids of the nodes that would be stopped together. */
  readonly victims: readonly string[];
  /** Levels of keyspaces whose users need another one than `LOCAL_QUORUM`. */
  readonly levels?: Levels | undefined;
}

/** What was found of one keyspace. */
export interface KeyspaceProof {
  /** Its name. */
  readonly keyspace: string;
  /** The level that its users need. */
  readonly level: ConsistencyLevel;
  /** Who says so. */
  readonly levelSource: KeyspaceLevel['source'];
  /** How many ranges it has. */
  readonly ranges: number;
  /** How many different sets of replicas hold them. */
  readonly replicaSets: number;
  /** How many more replicas than needed every range would still have: below 0, requests fail. Null where the level needs none. */
  readonly spare: number | null;
}

/** Whether nodes may be stopped now, and why. */
export interface StopPlan {
  /** Ids of the nodes that would be stopped together, sorted. */
  readonly victims: readonly string[];
  /** True where nothing speaks against it. */
  readonly allowed: boolean;
  /** Everything that does, in the order in which it was looked at. */
  readonly refusals: readonly Refusal[];
  /** Every keyspace that is replicated over the ring, by name. */
  readonly keyspaces: readonly KeyspaceProof[];
  /** What could not be looked at, in sentences: it is neither proved nor refused. */
  readonly notChecked: readonly string[];
}

/**
 * Judges whether nodes may be stopped now: whether every range of every replicated keyspace keeps as many live replicas as the level needs that its users
 * need, and whether anything is going on that a stop would disturb. More victims are never allowed where fewer are not.
 *
 * @throws {OpsError} NOT_FOUND for a victim, or a keyspace of a level, that is not there
 * @example
 * ```ts
 * const plan = planStop({ cluster, victims: ['10.0.0.3:7000'], levels: { orders: 'QUORUM' } });
 * plan.refusals.map(({ sentence }) => sentence); // [] where it is allowed
 * ```
 */
export function planStop({ cluster, victims: names, levels: told = {} }: StopQuestion): StopPlan {
  const members = new Map(cluster.members.map((member) => [member.id, member]));
  const victims = [...new Set(names)].toSorted().map((name) => memberOf(members, name));
  const levels = levelsOf(cluster, told);
  const isAlive = livenessOf(cluster, members);
  const requirements = requirementsOf(cluster, levels, isAlive);
  const ids = new Set(victims.map(({ id }) => id));
  const isStopped = cluster.topology.endpoints.map(({ id }, place) => ids.has(id) && isAlive(place));
  const spareOf = (requirement: Requirement): number => leftOf(requirement, isStopped) - requirement.demand.needed;
  const refusals: readonly Refusal[] = [
    ...rangeRefusals({ topology: cluster.topology, members, requirements: requirements.all, isStopped, spareOf }),
    ...clusterRefusals(cluster),
    ...victimRefusals(cluster, victims),
  ];
  return {
    victims: victims.map(({ id }) => id),
    allowed: refusals.length === 0,
    refusals,
    keyspaces: proofsOf(requirements, levels, spareOf),
    notChecked: unknownOf(cluster, victims),
  };
}

/** Whether the endpoint at a place of the topology can be counted on: only one that is known to be up. */
export function livenessOf({ topology }: KnownCluster, members: ReadonlyMap<string, KnownMember>): (place: number) => boolean {
  const alive = topology.endpoints.map(({ id }) => members.get(id)?.liveness === 'up');
  return (place) => alive[place] === true;
}

function memberOf(members: ReadonlyMap<string, KnownMember>, name: string): KnownMember {
  const member = members.get(name);
  if (member !== undefined) return member;
  const near = nearest(name, [...members.keys()]);
  throw errors.NOT_FOUND({
    message: `No node of the cluster is called ${name}`,
    remedy: near === undefined ? 'ringside status lists the nodes.' : `Did you mean ${near}?`,
  });
}

function leftOf({ counted, alive }: Requirement, isStopped: readonly boolean[]): number {
  let left = alive;
  for (const place of counted) if (isStopped[place] === true) left -= 1;
  return left;
}

function proofsOf(
  { rules, all }: Requirements,
  levels: ReadonlyMap<string, KeyspaceLevel>,
  spareOf: (requirement: Requirement) => number,
): readonly KeyspaceProof[] {
  const least = new Map<Rule, number>();
  for (const requirement of all) {
    const spare = spareOf(requirement);
    if (spare < (least.get(requirement.rule) ?? Number.POSITIVE_INFINITY)) least.set(requirement.rule, spare);
  }
  const proofs = rules.flatMap(({ rule, sets }) => {
    const ranges = sets.reduce((sum, set) => sum + set.ranges, 0);
    return rule.keyspaces.map((keyspace) => ({
      keyspace,
      level: rule.level,
      levelSource: levels.get(keyspace)?.source ?? 'default',
      ranges,
      replicaSets: sets.length,
      spare: least.get(rule) ?? null,
    }));
  });
  return proofs.toSorted((a, b) => (a.keyspace < b.keyspace ? -1 : 1));
}
