import type { ReactNode } from 'react';

/** The head of a table: one row, a cell for each column. */
export function TableHead({ cells }: { readonly cells: readonly string[] }): ReactNode {
  return (
    <thead>
      <tr>
        {cells.map((cell) => (
          <th key={cell} scope="col">
            {cell}
          </th>
        ))}
      </tr>
    </thead>
  );
}
