import type { ReactNode } from 'react';
import { parts } from './steps';
import styles from './AnswerPicture.module.css';

/** One thing after the other, drawn when the site is built: `steps="a key | its token | the node that owns it"`. It wraps where it is narrow. */
export function Flow({ steps }: { readonly steps: string }): ReactNode {
  return (
    <ol className={styles['flow']}>
      {parts(steps).map((step) => (
        <li key={step}>
          <span>{step}</span>
        </li>
      ))}
    </ol>
  );
}
