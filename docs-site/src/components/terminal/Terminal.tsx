import type { ReactNode } from 'react';
import styles from './Terminal.module.css';

export interface TerminalProps {
  /** What was typed; empty where only output is shown. */
  readonly command: string;
  /** What came back, already normalised. */
  readonly output: string;
}

/** A command and what it printed. Scrolls by itself and can be reached by keyboard to do so. */
export function Terminal({ command, output }: TerminalProps): ReactNode {
  return (
    <figure className={styles['terminal']}>
      <pre tabIndex={0} role="group" aria-label={command === '' ? 'Output' : `Output of ${command}`}>
        <code>
          {command === '' ? null : <Prompt command={command} />}
          {output}
        </code>
      </pre>
    </figure>
  );
}

function Prompt({ command }: Pick<TerminalProps, 'command'>): ReactNode {
  return (
    <>
      <span className={styles['prompt']} aria-hidden="true">
        ${' '}
      </span>
      <span className={styles['command']}>{command}</span>
      {'\n'}
    </>
  );
}
