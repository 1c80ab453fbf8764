import type { ConsistencyLevel } from '@ringside/model';
import {
  availability,
  firstTokenAt,
  murmur3Token,
  parseReplication,
  type RangeAvailability,
  rangeFraction,
  ringRanges,
  serializeKey,
  type Topology,
} from '@ringside/ring';
import { LEVELS_OF, type Outcome, type Request, type RequestKind } from './requests.ts';

const NARROWEST_SHARE = 1e-6;
const KEYS_A_RANGE = 5;
const KEYS = 10_000;

/** A request, and what becomes of it as we compute it. */
export interface Case extends Request {
  readonly expected: Pick<RangeAvailability, 'state' | 'live' | 'needed'>;
}

/** The ring that cases are made for, as its coordinator sees it. */
export interface CaseOptions {
  readonly ring: Topology;
  /** Keyspace → replication map. */
  readonly keyspaces: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly localDatacenter: string;
  readonly isAlive: (id: string) => boolean;
}

/**
 * Every kind of request at every level for a key of every range that is wide enough to find keys in. Those that need Paxos have a key each,
 * because rounds for one key get into each other's way.
 */
export function casesOf({ ring, keyspaces, localDatacenter, isAlive }: CaseOptions): Case[] {
  const keys = keysOfEachRange(ring);
  const levels = Object.entries(LEVELS_OF).flatMap(([kind, all]) => all.map((level) => ({ kind: kind as RequestKind, level })));
  const paxos = levels.filter(({ level }) => level.endsWith('SERIAL'));
  return Object.entries(keyspaces).flatMap(([keyspace, replication]) => {
    const strategy = parseReplication(replication);
    return levels.flatMap((asked) => {
      const { ranges } = availability({ topology: ring, strategy, consistency: asked.level, localDatacenter, isAlive });
      return [...keys].map(([at, keysOfRange]) => {
        const { state, live, needed } = ranges[at] as RangeAvailability;
        const key = keysOfRange[1 + paxos.indexOf(asked)] as number;
        const { kind, level } = asked;
        return { kind, level, keyspace, key, expected: { state, live, needed } };
      });
    });
  });
}

/** Some keys for each place among the ring's ranges, the narrowest left out. @throws Error when a wider range has too few */
function keysOfEachRange(ring: Topology): Map<number, number[]> {
  const wide = ringRanges(ring).filter((range) => rangeFraction(range) > NARROWEST_SHARE).length;
  const keys = new Map<number, number[]>();
  for (let key = 0; key < KEYS; key++) {
    const at = firstTokenAt(ring, murmur3Token(serializeKey('int', String(key))));
    keys.set(at, [...(keys.get(at) ?? []).slice(0, KEYS_A_RANGE - 1), key]);
  }
  const full = [...keys.values()].filter(({ length }) => length === KEYS_A_RANGE).length;
  if (full !== wide || keys.size !== wide) throw new Error(`Only ${full} of ${wide} ranges have ${KEYS_A_RANGE} keys below ${KEYS}`);
  return keys;
}

/** A case as a sentence, for the report. */
export function describeCase({ keyspace, kind, level, key, expected: { state, live, needed } }: Case): string {
  return `${kind} of key ${key} in ${keyspace} at ${level}: we say ${state}, ${live} live of ${needed} needed`;
}

/**
 * The counts of live and needed replicas are compared too, but for EACH_QUORUM, where a coordinator names those of one datacenter, and
 * for serial levels, where it may refuse the Paxos round, which needs fewer than the read after it.
 */
export function agrees(outcome: Outcome, { state, live, needed }: Case['expected'], level: ConsistencyLevel): boolean {
  if (outcome === 'done') return state !== 'unavailable';
  const isCountOurs = outcome.live === live && outcome.needed === needed;
  return state === 'unavailable' && (isCountOurs || level === 'EACH_QUORUM' || level.endsWith('SERIAL'));
}
