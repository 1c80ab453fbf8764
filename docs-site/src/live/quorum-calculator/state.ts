import { CONSISTENCY_LEVELS, type ConsistencyLevel } from '@ringside/model';
import { choice, type Field, Problem, quoted } from '../frame/field';
import type { Fields } from '../frame/picture';
import { datacenter, type Factors } from './keyspace';

/** What the reader chooses. */
export interface QuorumState {
  readonly rf: Factors;
  readonly write: ConsistencyLevel;
  readonly read: ConsistencyLevel;
  /** Number of the datacenter whose node coordinates the write, from 1. */
  readonly writeFrom: number;
  readonly readFrom: number;
}

/** The levels of a read: all but `ANY`, which Cassandra refuses there (`ConsistencyLevel.validateForRead`). */
export const READ_LEVELS: readonly ConsistencyLevel[] = CONSISTENCY_LEVELS.filter((level) => level !== 'ANY');
/** How many datacenters there can be. */
export const MAX_DATACENTERS = 3;
/** The highest replication factor of a datacenter. */
export const MAX_FACTOR = 5;

const FACTOR = new RegExp(`^[1-${MAX_FACTOR}]$`);

/** A factor for each datacenter: `3`, `3+2`. */
const factors: Field<Factors> = {
  initial: [3],
  examples: [[3], [1], [MAX_FACTOR], [3, 3], [3, 2, 1]],
  write: (value) => value.join('+'),
  read(text) {
    const parts = text.split(/[+, ]+/);
    if (parts.length <= MAX_DATACENTERS && parts.every((part) => FACTOR.test(part))) return parts.map(Number);
    return new Problem(
      `must be a replication factor from 1 to ${MAX_FACTOR} for each of up to ${MAX_DATACENTERS} datacenters, such as 3 or 3+2, not ${quoted(text)}`,
    );
  },
};

/** How the state is written. */
export const fields: Fields<QuorumState> = {
  rf: factors,
  write: choice(CONSISTENCY_LEVELS, 'QUORUM'),
  read: choice(READ_LEVELS, 'QUORUM'),
  writeFrom: choice([1, 2, 3], 1),
  readFrom: choice([1, 2, 3], 1),
};

/** A client's datacenter has to be there. */
export function check({ rf, writeFrom, readFrom }: QuorumState): string | undefined {
  const far = Math.max(writeFrom, readFrom);
  const has = rf.length === 1 ? 'one datacenter' : `${rf.length} datacenters`;
  return far > rf.length ? `there is no ${datacenter(far)}: rf ${rf.join('+')} has ${has}` : undefined;
}
