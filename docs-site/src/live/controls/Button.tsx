import type { ReactNode } from 'react';
import styles from './controls.module.css';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onClick: () => void;
  /** For a button that stays down: whether it is. */
  readonly pressed?: boolean;
  /** Its name for those who cannot see it, when the text alone does not say it. */
  readonly label?: string;
  readonly disabled?: boolean;
}

/** A button. */
export function Button({ children, onClick, pressed, label, disabled }: ButtonProps): ReactNode {
  return (
    <button type="button" className={styles['action']} onClick={onClick} aria-pressed={pressed} aria-label={label} disabled={disabled}>
      {children}
    </button>
  );
}

/** Buttons or other controls that belong together. */
export function Group({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <fieldset className={styles['group']}>
      <legend>{label}</legend>
      {children}
    </fieldset>
  );
}
