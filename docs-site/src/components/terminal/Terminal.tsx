import type { ReactNode } from 'react';
import { CodeFrame } from '../code/CodeFrame';
import { CopyButton } from '../code/CopyButton';
import { fitOf } from '../code/fit';
import styles from './Terminal.module.css';

export interface TerminalProps {
  /** What was typed; empty where only output is shown. */
  readonly command: string;
  /** What came back, already normalised. */
  readonly output: string;
}

/** A command and what it printed. Letters become smaller so that its columns fit; then it scrolls by itself, and can be reached by keyboard to do so. */
export function Terminal({ command, output }: TerminalProps): ReactNode {
  return (
    <figure className={styles['terminal']}>
      <CodeFrame fit={fitOf(output)}>
        <pre tabIndex={0} role="group" aria-label={command === '' ? 'Output' : `Output of ${command}`}>
          <code>
            {command === '' ? null : <Prompt command={command} />}
            {output}
          </code>
        </pre>
        {command === '' ? null : <CopyButton text={command} />}
      </CodeFrame>
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
