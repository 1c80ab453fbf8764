import type { ReactNode } from 'react';
import styles from './controls.module.css';

export interface ChoiceProps<Value extends string | number> {
  readonly label: string;
  readonly values: readonly Value[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of a few values. */
export function Choice<Value extends string | number>({ label, values, value, onChange }: ChoiceProps<Value>): ReactNode {
  return (
    <label className={styles['control']}>
      {label}
      <select value={String(value)} onChange={({ target }) => onChange(values[target.selectedIndex] as Value)}>
        {values.map((each) => (
          <option key={each} value={String(each)}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}
