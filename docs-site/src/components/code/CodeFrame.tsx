import type { CSSProperties, ReactNode } from 'react';
import type { Fit } from './fit';
import styles from './Code.module.css';

/** Holds a `pre` and what lies over it, and makes its code fit. */
export function CodeFrame({ fit, children }: { readonly fit: Fit; readonly children: ReactNode }): ReactNode {
  const columns = fit.kind === 'aligned' ? ({ '--columns': fit.columns } as CSSProperties) : undefined;
  return (
    <div className={`${styles['frame']} ${styles[fit.kind]}`} style={columns} data-code-fit={fit.kind}>
      {children}
    </div>
  );
}
