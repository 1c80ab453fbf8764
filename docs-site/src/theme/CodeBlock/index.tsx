import { type ReactNode, useRef, useState } from 'react';
import styles from './CodeBlock.module.css';

interface Props {
  /** HTML that the remark plugin `highlight` has made; without it the children are shown as they are. */
  readonly highlighted?: string;
  readonly title?: string;
  /** `language-LANGUAGE`. */
  readonly className?: string;
  readonly children?: ReactNode;
}

const COPIED_FOR_MS = 1_500;

/**
 * A block of code that was highlighted when the site was built. It takes the place of the theme's own, which highlights in the browser, and does
 * so twice. Colours are custom properties, so changing between light and dark renders nothing.
 */
export default function CodeBlock({ highlighted, title, className = '', children }: Props): ReactNode {
  const code = highlighted === undefined ? <code>{children}</code> : <code dangerouslySetInnerHTML={{ __html: highlighted }} />;
  return (
    <div className={`theme-code-block ${styles['block']} ${className}`}>
      {title === undefined ? null : <div className={styles['title']}>{title}</div>}
      <div className={styles['content']}>
        <pre tabIndex={0} className="thin-scrollbar">
          {code}
        </pre>
        <CopyButton />
      </div>
    </div>
  );
}

function CopyButton(): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(button.current?.parentElement?.querySelector('pre')?.textContent ?? '');
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), COPIED_FOR_MS);
  };
  return (
    <button ref={button} type="button" className={styles['copy']} onClick={() => void copy()}>
      {isCopied ? 'Copied' : 'Copy'}
    </button>
  );
}
