import { availability, type ConsistencyLevel, evenTokens, type ReplicationStrategy, topology, type Topology } from '@ringside/ring';

/** Datacenters by their replication factors; the first one is dc1. */
export type Factors = readonly number[];

/** One side of the question: a level, and the number of the datacenter whose nodes are asked, from 1. */
export interface Side {
  readonly level: ConsistencyLevel;
  readonly from: number;
}

/** What a level means for a keyspace. */
export interface LevelFacts {
  /** How many replicas the coordinator waits for. */
  readonly waitsFor: number;
  /** How many replicas may be down, whichever they are; −1 when the level fails with all of them up. */
  readonly mayBeDown: number;
}

/** How many replicas of each datacenter. */
type Counts = readonly number[];

/** What `datacenter(1)` is called. */
export const datacenter = (number: number): string => `dc${number}`;

/** A ring in which every node is a replica of everything, asked at any level with any of its nodes alive. */
class Keyspace {
  readonly #topology: Topology;
  readonly #strategy: ReplicationStrategy;
  readonly #factors: Factors;

  constructor(factors: Factors) {
    const places = factors.flatMap((factor, at) => Array.from({ length: factor }, (_, node) => ({ datacenter: datacenter(at + 1), node })));
    const tokens = evenTokens(places.length);
    this.#factors = factors;
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

  /** What Cassandra's counting says with so many replicas alive in each datacenter. */
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

  /** Every way in which replicas can be split in two, by counts alone: those of a datacenter are alike. */
  *splits(): Generator<{ readonly some: Counts; readonly others: Counts }> {
    const total = this.#factors.reduce((product, factor) => product * (factor + 1), 1);
    for (let code = 0; code < total; code += 1) {
      let rest = code;
      const some = this.#factors.map((factor) => {
        const count = rest % (factor + 1);
        rest = Math.floor(rest / (factor + 1));
        return count;
      });
      yield { some, others: this.#factors.map((factor, at) => factor - (some[at] ?? 0)) };
    }
  }
}

/** What a level asks for and bears. */
export function levelFacts(factors: Factors, side: Side): LevelFacts {
  const keyspace = new Keyspace(factors);
  const failing = [...keyspace.splits()].filter(({ others }) => !keyspace.ask(side, others).succeeds).map(({ some }) => sum(some));
  return { waitsFor: keyspace.ask(side, factors).needed, mayBeDown: Math.min(sum(factors) + 1, ...failing) - 1 };
}

/**
 * Whether every read at a level sees every write that succeeded at another: true when no replicas can take the write such that the read
 * finds enough others. With one datacenter that is R + W > N; with several it also minds where the replicas stand.
 */
export function readsSeeWrites(factors: Factors, write: Side, read: Side): boolean {
  const keyspace = new Keyspace(factors);
  return [...keyspace.splits()].every(({ some, others }) => !keyspace.ask(write, some).succeeds || !keyspace.ask(read, others).succeeds);
}

function sum(counts: Counts): number {
  return counts.reduce((total, count) => total + count, 0);
}
