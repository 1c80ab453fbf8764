import { errors } from '@ringside/core';
import { type ConsistencyLevel, isDatacenterLocal } from '@ringside/model';
import { placeReplicas } from '../placement/place-replicas.ts';
import { type ReplicationStrategy, totalReplicationFactor } from '../placement/replication.ts';
import type { Topology } from '../placement/topology.ts';
import type { TokenRange } from '../range/range.ts';
import { quorum } from './quorum.ts';
import { replicasNeeded } from './replicas-needed.ts';

/**
 * What can be said of a range: `available` with every replica alive; `underReplicated` when requests at the level succeed but fewer
 * replicas live than the keyspace asks for, in any datacenter; `unavailable` when requests at the level fail.
 */
export type RangeState = 'available' | 'underReplicated' | 'unavailable';

/** One range at one consistency level. */
export interface RangeAvailability {
  /** One of the ring's ranges between neighbouring tokens. */
  readonly range: TokenRange;
  /** Ids of all nodes that hold it, down ones included; the primary replica first. */
  readonly replicas: readonly string[];
  /**
   * How many live replicas count towards the level: those of the local datacenter for `LOCAL_*`, all for the others; for `EACH_QUORUM`
   * a datacenter counts at most up to its own quorum. So a range is unavailable exactly when `live < needed`.
   */
  readonly live: number;
  /** How many the level needs; 0 for `ANY`, which a hint on the coordinator satisfies. */
  readonly needed: number;
  /** Whether requests for this range succeed at the level, and whether all replicas are there. */
  readonly state: RangeState;
}

/** How many ranges are in which state. */
export interface AvailabilitySummary {
  /** All ranges, one a token of the ring: the sum of the other three. */
  readonly total: number;
  /** Every replica is alive. */
  readonly available: number;
  /** Requests succeed, but a replica is missing. */
  readonly underReplicated: number;
  /** Requests at the level fail: above 0, part of the data cannot be reached. */
  readonly unavailable: number;
}

/** What {@link availability} is asked. */
export interface AvailabilityQuestion {
  /** The whole ring, nodes that are down included. */
  readonly topology: Topology;
  /** The keyspace's replication. One that places nothing on the ring, such as `LocalStrategy`, gives no ranges. */
  readonly strategy: ReplicationStrategy;
  /** The level of the requests; `SERIAL` and `LOCAL_SERIAL` are those of lightweight transactions. */
  readonly consistency: ConsistencyLevel;
  /** The coordinator's datacenter; only the `LOCAL_*` levels need it. */
  readonly localDatacenter?: string | undefined;
  /** Whether the node of that id is up; asked once a node. */
  readonly isAlive: (id: string) => boolean;
}

/**
 * Whether requests at a consistency level succeed, for every range of the ring, with the nodes that live: the same counts as Cassandra's
 * `ConsistencyLevel.blockFor` and `ReplicaPlans`. Quorums go by the factor the keyspace asks for, even where the ring has fewer
 * nodes; `SERIAL` and `LOCAL_SERIAL` need what `QUORUM` and `LOCAL_QUORUM` do. A range without any replica is unavailable at every
 * level but `ANY`.
 *
 * @throws {OpsError} INVALID_ARGUMENT when a `LOCAL_*` level comes without a local datacenter
 * @example
 * ```ts
 * availability({ topology, strategy, consistency: 'QUORUM', isAlive: (id) => id !== '10.0.0.3' }).summary.unavailable; // 0 with RF 3
 * ```
 */
export function availability(question: AvailabilityQuestion): {
  readonly ranges: readonly RangeAvailability[];
  readonly summary: AvailabilitySummary;
} {
  const { topology, strategy, isAlive } = question;
  const alive = new Set(topology.endpoints.filter(({ id }) => isAlive(id)).map(({ id }) => id));
  const measure = measureOf(question, alive);
  const wanted = totalReplicationFactor(strategy, nodeCount(topology));
  const ranges = placeReplicas(topology, strategy).map(({ range, replicas }) => {
    const { live, needed } = measure(replicas);
    const complete = replicas.length >= wanted && replicas.every((id) => alive.has(id));
    const state: RangeState = live < needed ? 'unavailable' : complete ? 'available' : 'underReplicated';
    return { range, replicas, live, needed, state };
  });
  return { ranges, summary: summarize(ranges) };
}

function nodeCount({ endpoints }: Topology): number {
  return endpoints.filter(({ tokens }) => tokens.length > 0).length;
}

function summarize(ranges: readonly RangeAvailability[]): AvailabilitySummary {
  const count = (state: RangeState): number => ranges.filter((range) => range.state === state).length;
  return {
    total: ranges.length,
    available: count('available'),
    underReplicated: count('underReplicated'),
    unavailable: count('unavailable'),
  };
}

/** Counts the replicas of one range: how many live ones count, and how many are needed. */
type Measure = (replicas: readonly string[]) => { readonly live: number; readonly needed: number };

function measureOf(question: AvailabilityQuestion, alive: ReadonlySet<string>): Measure {
  const { strategy, consistency } = question;
  if (consistency === 'EACH_QUORUM' && strategy.class === 'NetworkTopologyStrategy') {
    return eachQuorum(question.topology, strategy.replicationFactors, alive);
  }
  const counts = isDatacenterLocal(consistency) ? inDatacenter(question) : (): boolean => true;
  const needed = replicasNeeded({ ...question, nodes: nodeCount(question.topology) });
  return (replicas) => ({ live: replicas.filter((id) => counts(id) && alive.has(id)).length, needed });
}

function inDatacenter({ topology, consistency, localDatacenter }: AvailabilityQuestion): (id: string) => boolean {
  if (localDatacenter === undefined) {
    throw errors.INVALID_ARGUMENT({
      message: `${consistency} needs a local datacenter`,
      remedy: 'Name the datacenter that coordinates.',
    });
  }
  const local = new Set(topology.endpoints.filter(({ datacenter }) => datacenter === localDatacenter).map(({ id }) => id));
  return (id) => local.has(id);
}

function eachQuorum(topology: Topology, factors: Readonly<Record<string, number>>, alive: ReadonlySet<string>): Measure {
  const datacenterOf = new Map(topology.endpoints.map(({ id, datacenter }) => [id, datacenter]));
  const quorums = Object.entries(factors).map(([datacenter, factor]) => ({ datacenter, needed: quorum(factor) }));
  const needed = Math.max(
    quorums.reduce((sum, each) => sum + each.needed, 0),
    1,
  );
  return (replicas) => {
    const live = replicas.filter((id) => alive.has(id)).map((id) => datacenterOf.get(id));
    const countedIn = (each: (typeof quorums)[number]): number =>
      Math.min(each.needed, live.filter((datacenter) => datacenter === each.datacenter).length);
    return { live: quorums.reduce((sum, each) => sum + countedIn(each), 0), needed };
  };
}
