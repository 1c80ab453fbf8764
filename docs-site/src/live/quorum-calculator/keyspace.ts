import type { ConsistencyLevel } from '@ringside/model';
import { availability, evenTokens, type ReplicationStrategy, topology, type Topology } from '@ringside/ring';

/** Datacenters by their replication factors; the first one is dc1. */
export type Factors = readonly number[];

/** How many replicas of each datacenter. Those of one datacenter are alike, so a set of replicas is told by its counts. */
export type Counts = readonly number[];

/** One side of a question: a level, and the number of the datacenter whose node coordinates, from 1. */
export interface Side {
  readonly level: ConsistencyLevel;
  readonly from: number;
}

/** What the n-th datacenter is called, from 1. */
export function datacenter(number: number): string {
  return `dc${number}`;
}

/** A keyspace on a ring on which every node holds everything: all there is to know about counting replicas. */
export class Keyspace {
  readonly factors: Factors;
  readonly #topology: Topology;
  readonly #strategy: ReplicationStrategy;

  constructor(factors: Factors) {
    const places = factors.flatMap((factor, at) => Array.from({ length: factor }, (_, node) => ({ datacenter: datacenter(at + 1), node })));
    const tokens = evenTokens(places.length);
    this.factors = factors;
    this.#topology = topology(
      places.map(({ datacenter, node }, at) => ({
        id: `${datacenter}.${node}`,
        datacenter,
        rack: `rack${node}`,
        tokens: tokens.slice(at, at + 1),
      })),
    );
    this.#strategy = {
      class: 'NetworkTopologyStrategy',
      replicationFactors: Object.fromEntries(factors.map((factor, at) => [datacenter(at + 1), factor])),
    };
  }

  /** How many replicas a level waits for, and whether requests succeed while just so many replicas live: as Cassandra counts. */
  ask({ level, from }: Side, alive: Counts): { readonly needed: number; readonly succeeds: boolean } {
    const ids = new Set(alive.flatMap((count, at) => Array.from({ length: count }, (_, node) => `${datacenter(at + 1)}.${node}`)));
    const { ranges } = availability({
      topology: this.#topology,
      strategy: this.#strategy,
      consistency: level,
      localDatacenter: datacenter(from),
      isAlive: (id) => ids.has(id),
    });
    return { needed: ranges[0]?.needed ?? 0, succeeds: ranges.every(({ state }) => state !== 'unavailable') };
  }

  /** All sets of replicas by which requests of one side succeed. */
  succeeding(side: Side): readonly Counts[] {
    return setsOf(this.factors).filter((alive) => this.ask(side, alive).succeeds);
  }
}

/** Every set of replicas that datacenters of these factors have. */
export function setsOf(factors: Factors): readonly Counts[] {
  return factors.reduce<readonly Counts[]>(
    (sets, factor) => sets.flatMap((set) => Array.from({ length: factor + 1 }, (_, count) => [...set, count])),
    [[]],
  );
}
