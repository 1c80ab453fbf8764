import { type ReactNode, useRef, useState } from 'react';
import styles from './Code.module.css';

interface CopyButtonProps {
  /** What is copied; without it, all text of the `pre` beside the button. */
  readonly text?: string;
  /** True where it has a place of its own, so that it need not wait for a pointer. */
  readonly isShown?: boolean;
}

const COPIED_FOR_MS = 1_500;

/** Puts code on the clipboard. It needs scripts, so it shows only where they run. */
export function CopyButton({ text, isShown = false }: CopyButtonProps): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text ?? button.current?.parentElement?.querySelector('pre')?.textContent ?? '');
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), COPIED_FOR_MS);
  };
  return (
    <button ref={button} type="button" className={`${styles['copy']} ${isShown ? styles['shown'] : ''}`} onClick={() => void copy()}>
      {isCopied ? 'Copied' : 'Copy'}
    </button>
  );
}
