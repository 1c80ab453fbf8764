import type { ReactNode } from 'react';
import { TableHead } from '../../components/scroll-table/TableHead';
import styles from './table.module.css';

export interface TableProps {
  /** What the table shows; read out, and shown above it. */
  readonly label: string;
  readonly head: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly isCurrent?: boolean }[];
}

/** A table under a picture; a wide one scrolls by itself. The first cell of a row is its name. */
export function Table({ label, head, rows }: TableProps): ReactNode {
  return (
    <>
      <p className={styles['label']}>{label}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable with the keyboard */}
      <div className={styles['frame']} role="group" aria-label={label} tabIndex={0}>
        <table className={styles['table']} aria-label={label}>
          <TableHead cells={head} />
          <tbody>
            {rows.map(({ cells: [name, ...cells], isCurrent }) => (
              <tr key={name} aria-current={isCurrent === true ? 'true' : undefined}>
                <th scope="row">{name}</th>
                {cells.map((text, index) => (
                  <td key={head[index + 1]}>{text}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
