import type { JSX } from 'react';
import { type ConsistencyLevel, parseConsistencyLevel } from '@ringside/model';

/** Those that a read can have, in the order in which they are offered: what most applications use comes first. */
const FIRST: readonly ConsistencyLevel[] = ['LOCAL_QUORUM', 'QUORUM', 'EACH_QUORUM', 'LOCAL_ONE', 'ONE', 'TWO', 'THREE', 'ALL'];
const LEVELS: readonly ConsistencyLevel[] = [...FIRST, 'SERIAL', 'LOCAL_SERIAL'];

/** What {@link LevelField} shows and reports. */
export interface LevelFieldProps {
  readonly value: ConsistencyLevel;
  readonly onChange: (level: ConsistencyLevel) => void;
}

/** The consistency level that availability is judged at. */
export function LevelField({ value, onChange }: LevelFieldProps): JSX.Element {
  const levels = LEVELS.includes(value) ? LEVELS : [...LEVELS, value];
  return (
    <label>
      at{' '}
      <select value={value} onChange={(event) => onChange(parseConsistencyLevel(event.target.value))}>
        {levels.map((level) => (
          <option key={level}>{level}</option>
        ))}
      </select>
    </label>
  );
}
