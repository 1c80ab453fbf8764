import type { ConsistencyLevel } from '@ringside/model';
import {
  availability,
  type Endpoint,
  murmur3Token,
  rangeContains,
  serializeKey,
  type Token,
  type TokenRange,
  type Topology,
} from '@ringside/ring';
import { DATACENTER, nodeName, ringOf } from './ring';
import type { RingState } from './state';

/** Levels that need the same replicas when there is one datacenter; the first one is what the text calls them. */
const LEVELS: readonly (readonly [ConsistencyLevel, ...ConsistencyLevel[]])[] = [
  ['ONE', 'LOCAL_ONE'],
  ['TWO'],
  ['THREE'],
  ['QUORUM', 'LOCAL_QUORUM', 'EACH_QUORUM', 'SERIAL', 'LOCAL_SERIAL'],
  ['ALL'],
];

/** What still answers at some levels. */
export interface LevelAnswers {
  readonly levels: readonly ConsistencyLevel[];
  /** How many replicas they need. */
  readonly needed: number;
  /** Whether the key can be read and written. */
  readonly key: boolean;
  /** How many ranges can. */
  readonly ranges: number;
}

/** What follows from a state. */
export interface RingModel {
  readonly ring: Topology;
  readonly token: Token;
  /** The range that holds the token. */
  readonly range: TokenRange;
  /** The nodes that hold the key, in Cassandra's order. */
  readonly replicas: readonly Endpoint[];
  readonly answers: readonly LevelAnswers[];
  readonly isAlive: (id: string) => boolean;
}

/** Finds the key's place, and asks for every level what still answers. */
export function ringModel(state: RingState): RingModel {
  const ring = ringOf(state);
  const token = murmur3Token(serializeKey(state.type, state.key));
  const dead = new Set(state.dead.map(nodeName));
  const isAlive = (id: string): boolean => !dead.has(id);
  const all = LEVELS.filter(([level]) => !(level === 'TWO' && state.rf < 2) && !(level === 'THREE' && state.rf < 3)).map((levels) => ({
    levels,
    ranges: rangesAt(ring, state.rf, levels[0], isAlive),
  }));
  const [held] = all.map(({ ranges }) => ranges.find(({ range }) => rangeContains(range, token)));
  if (held === undefined) throw new Error('a ring of at least one node has a range for every token');
  const answers = all.map(({ levels, ranges }) => ({
    levels,
    needed: ranges[0]?.needed ?? 0,
    key: ranges.some(({ range, state }) => range.end === held.range.end && state !== 'unavailable'),
    ranges: ranges.filter(({ state }) => state !== 'unavailable').length,
  }));
  const replicas = held.replicas.flatMap((id) => ring.endpoints.filter((endpoint) => endpoint.id === id));
  return { ring, token, range: held.range, replicas, answers, isAlive };
}

function rangesAt(topology: Topology, rf: number, consistency: ConsistencyLevel, isAlive: (id: string) => boolean) {
  const strategy = { class: 'NetworkTopologyStrategy', replicationFactors: { [DATACENTER]: rf } } as const;
  return availability({ topology, strategy, consistency, localDatacenter: DATACENTER, isAlive }).ranges;
}
