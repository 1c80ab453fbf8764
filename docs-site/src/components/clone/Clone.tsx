import type { ReactNode } from 'react';
import useDocusaurusContext from '@docusaurus/useDocusaurusContext';
import { CodeFrame } from '../code/CodeFrame';
import { CopyButton } from '../code/CopyButton';
import styles from './Clone.module.css';

/** The commands that bring the sources here, and those that follow; the address is that of the root manifest. */
export function Clone({ then = [] }: { readonly then?: readonly string[] }): ReactNode {
  const repository = String(useDocusaurusContext().siteConfig.customFields?.['repository']);
  const commands = [`git clone ${repository}.git`, `cd ${repository.slice(repository.lastIndexOf('/') + 1)}`, ...then];
  return (
    <div className={styles['clone']}>
      <CodeFrame fit={{ kind: 'wraps' }}>
        <pre tabIndex={0} role="group" aria-label="Commands to type">
          <code>{commands.join('\n')}</code>
        </pre>
        <CopyButton text={commands.join('\n')} isShown />
      </CodeFrame>
    </div>
  );
}
