import type { ReactNode } from 'react';
import { CodeFrame } from '@site/src/components/code/CodeFrame';
import { CopyButton } from '@site/src/components/code/CopyButton';
import styles from './CodeBlock.module.css';

interface Props {
  /** HTML that the remark plugin `highlight` has made; without it the children are shown as they are. */
  readonly highlighted?: string;
  readonly title?: string;
  /** How many columns its widest line has, where columns stand under each other; otherwise its lines wrap. */
  readonly columns?: string;
  /** `language-LANGUAGE`. */
  readonly className?: string;
  readonly children?: ReactNode;
}

/**
 * A block of code that was highlighted when the site was built. It takes the place of the theme's own, which highlights in the browser, and does
 * so twice. Colours are custom properties, so changing between light and dark renders nothing.
 */
export default function CodeBlock({ highlighted, title, columns, className = '', children }: Props): ReactNode {
  const code = highlighted === undefined ? <code>{children}</code> : <code dangerouslySetInnerHTML={{ __html: highlighted }} />;
  return (
    <div className={`theme-code-block ${styles['block']} ${className}`}>
      {title === undefined ? null : <div className={styles['title']}>{title}</div>}
      <CodeFrame fit={columns === undefined ? { kind: 'wraps' } : { kind: 'aligned', columns: Number(columns) }}>
        <pre tabIndex={0} className="thin-scrollbar">
          {code}
        </pre>
        <CopyButton />
      </CodeFrame>
    </div>
  );
}
