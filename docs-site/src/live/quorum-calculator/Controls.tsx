import { CONSISTENCY_LEVELS } from '@ringside/model';
import type { ReactNode } from 'react';
import { Choice } from '../controls/Choice';
import type { PartProps } from '../frame/picture';
import { datacenter } from './keyspace';
import { MAX_DATACENTERS, MAX_FACTOR, type QuorumState, READ_LEVELS } from './state';
import type { Quorums } from './quorums';

const upTo = (most: number): number[] => Array.from({ length: most }, (_, at) => at + 1);

/** Levels, datacenters, their factors, and where the clients are. */
export function Controls({ state, change }: PartProps<QuorumState, Quorums>): ReactNode {
  const datacenters = upTo(state.rf.length);
  const names = datacenters.map(datacenter);
  const numberOf = (name: string): number => names.indexOf(name) + 1;
  return (
    <>
      <Choice label="Write at" values={CONSISTENCY_LEVELS} value={state.write} onChange={(write) => change({ write })} />
      <Choice label="Read at" values={READ_LEVELS} value={state.read} onChange={(read) => change({ read })} />
      <Choice
        label="Datacenters"
        values={upTo(MAX_DATACENTERS)}
        value={state.rf.length}
        onChange={(count) => change(withDatacenters(state, count))}
      />
      {state.rf.map((factor, at) => (
        <Choice
          key={datacenter(at + 1)}
          label={`Replicas in ${datacenter(at + 1)}`}
          values={upTo(MAX_FACTOR)}
          value={factor}
          onChange={(value) => change({ rf: state.rf.with(at, value) })}
        />
      ))}
      {datacenters.length === 1 ? null : (
        <>
          <Choice
            label="Writer in"
            values={names}
            value={datacenter(state.writeFrom)}
            onChange={(name) => change({ writeFrom: numberOf(name) })}
          />
          <Choice
            label="Reader in"
            values={names}
            value={datacenter(state.readFrom)}
            onChange={(name) => change({ readFrom: numberOf(name) })}
          />
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
