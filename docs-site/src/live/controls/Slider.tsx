import type { ReactNode } from 'react';
import styles from './controls.module.css';

export interface SliderProps {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly value: number;
  /** How the value is shown and read out, when the number alone does not say it. */
  readonly format?: (value: number) => string;
  readonly onChange: (value: number) => void;
}

/** A number on a scale; the arrow keys move it. */
export function Slider({ label, min, max, step = 1, value, format = String, onChange }: SliderProps): ReactNode {
  return (
    <label className={styles['control']}>
      <span>
        {label}: <output>{format(value)}</output>
      </span>
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-label={label}
        aria-valuetext={format(value)}
        onChange={({ target }) => onChange(target.valueAsNumber)}
      />
    </label>
  );
}
