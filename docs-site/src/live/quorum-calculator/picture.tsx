import { CONSISTENCY_LEVELS, type ConsistencyLevel } from '@ringside/ring';
import type { ReactNode } from 'react';
import { Choice } from '../controls/Choice';
import { choice, type Field, Problem, quoted } from '../frame/field';
import { type PartProps, picture as define } from '../frame/picture';
import { Draw } from './Draw';
import { datacenter, type Factors, levelFacts, type LevelFacts, readsSeeWrites } from './levels';
import { tell } from './tell';

/** What the reader chooses. */
export interface QuorumState {
  readonly rf: Factors;
  readonly write: ConsistencyLevel;
  readonly read: ConsistencyLevel;
  /** Number of the datacenter whose node takes the write, from 1. */
  readonly writeFrom: number;
  readonly readFrom: number;
}

/** What follows from it. */
export interface QuorumModel {
  readonly write: LevelFacts;
  readonly read: LevelFacts;
  readonly readsSeeWrites: boolean;
}

/** A level that Cassandra refuses for reads (`ConsistencyLevel.validateForRead`). */
const READ_LEVELS = CONSISTENCY_LEVELS.filter((level) => level !== 'ANY');
const MAX_DATACENTERS = 3;
const MAX_FACTOR = 7;
const FACTOR = new RegExp(`^[1-${MAX_FACTOR}]$`);

/** A factor for each of one to three datacenters: `3`, `3+3`. */
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

/** How many replicas each consistency level waits for, and whether reads see writes. */
export const picture = define<QuorumState, QuorumModel>({
  id: 'quorum-calculator',
  title: 'Quorum calculator',
  shows: 'How many replicas a write and a read wait for, whether the read must meet the write, and how many replicas may be down.',
  fields: {
    rf: factors,
    write: choice(CONSISTENCY_LEVELS, 'QUORUM'),
    read: choice(READ_LEVELS, 'QUORUM'),
    writeFrom: choice([1, 2, 3], 1),
    readFrom: choice([1, 2, 3], 1),
  },
  check({ rf, writeFrom, readFrom }) {
    const far = Math.max(writeFrom, readFrom);
    return far > rf.length
      ? `there is no ${datacenter(far)}: rf ${rf.join('+')} has ${rf.length === 1 ? 'one datacenter' : `${rf.length} datacenters`}`
      : undefined;
  },
  model({ rf, write, read, writeFrom, readFrom }) {
    const sides = [
      { level: write, from: writeFrom },
      { level: read, from: readFrom },
    ] as const;
    return { write: levelFacts(rf, sides[0]), read: levelFacts(rf, sides[1]), readsSeeWrites: readsSeeWrites(rf, ...sides) };
  },
  tell,
  Draw,
  Controls,
});

function Controls({ state, change }: PartProps<QuorumState, QuorumModel>): ReactNode {
  const numbers = state.rf.map((_, at) => at + 1);
  return (
    <>
      <Choice label="Write at" values={CONSISTENCY_LEVELS} value={state.write} onChange={(write) => change({ write })} />
      <Choice label="Read at" values={READ_LEVELS} value={state.read} onChange={(read) => change({ read })} />
      <Choice label="Datacenters" values={[1, 2, 3]} value={state.rf.length} onChange={(count) => change(withDatacenters(state, count))} />
      {state.rf.map((factor, at) => (
        <Choice
          key={at}
          label={`Replicas in ${datacenter(at + 1)}`}
          values={[1, 2, 3, 4, 5, 6, 7]}
          value={factor}
          onChange={(value) => change({ rf: state.rf.with(at, value) })}
        />
      ))}
      {numbers.length === 1 ? null : (
        <>
          <Choice label="Writer in dc" values={numbers} value={state.writeFrom} onChange={(writeFrom) => change({ writeFrom })} />
          <Choice label="Reader in dc" values={numbers} value={state.readFrom} onChange={(readFrom) => change({ readFrom })} />
        </>
      )}
    </>
  );
}

/** As many datacenters as asked; new ones are like the last, and clients of those that are gone move to the last one left. */
function withDatacenters({ rf, writeFrom, readFrom }: QuorumState, count: number): Partial<QuorumState> {
  const last = rf.at(-1) ?? 3;
  return {
    rf: Array.from({ length: count }, (_, at) => rf[at] ?? last),
    writeFrom: Math.min(writeFrom, count),
    readFrom: Math.min(readFrom, count),
  };
}
