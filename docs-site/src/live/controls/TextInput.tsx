import { type ReactNode, useState } from 'react';
import styles from './controls.module.css';

export interface TextInputProps {
  readonly label: string;
  readonly value: string;
  readonly maxLength?: number;
  readonly onChange: (value: string) => void;
}

/** A text. What is being typed stays in the field also while it is no possible value; the picture then keeps its last one. */
export function TextInput({ label, value, maxLength, onChange }: TextInputProps): ReactNode {
  const [typed, setTyped] = useState<{ readonly text: string; readonly after: string }>();
  // Another change of the picture, such as Reset, replaces what was typed.
  const shown = typed !== undefined && typed.after === value ? typed.text : value;
  return (
    <label className={styles['control']}>
      {label}
      <input
        type="text"
        value={shown}
        maxLength={maxLength}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={({ target }) => {
          setTyped({ text: target.value, after: value });
          onChange(target.value);
        }}
      />
    </label>
  );
}
