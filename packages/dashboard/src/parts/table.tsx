import { type JSX, type ReactNode, useState } from 'react';

/** A column of a {@link Table}. */
export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => ReactNode;
  /** Aligns it to the right. */
  readonly isNumber?: boolean;
}

/** What {@link Table} shows. */
export interface TableProps<Row> {
  /** Says what is in it, for those who cannot see it. */
  readonly label: string;
  /** The first one names the row. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Tells a row from the others. */
  readonly keyOf: (row: Row) => string;
  /** Said where there is no row. */
  readonly empty: string;
  /** So many rows are drawn at first, and more on demand. Default: 100. */
  readonly most?: number;
  /** The row to stress. */
  readonly chosen?: string | undefined;
}

/** Rows of a kind, which scroll sideways by keyboard too; words where there is none. */
export function Table<Row>({ label, columns, rows, keyOf, empty, most: step = 100, chosen }: TableProps<Row>): JSX.Element {
  const [most, setMost] = useState(step);
  if (rows.length === 0) return <p className="quiet">{empty}</p>;
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label={label}>
        <table>
          <thead>
            <tr>
              {columns.map(({ heading, isNumber }) => (
                <th key={heading} scope="col" className={isNumber === true ? 'number' : undefined}>
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map((row) => (
              <tr key={keyOf(row)} className={keyOf(row) === chosen ? 'chosen' : undefined}>
                {columns.map((column, index) => (
                  <Cell key={column.heading} column={column} row={row} isName={index === 0} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > most ? (
        <p className="line">
          <span className="quiet">
            {most} of {rows.length} rows.
          </span>
          <button type="button" onClick={() => setMost(most + step)}>
            Show more
          </button>
        </p>
      ) : null}
    </>
  );
}

interface CellProps<Row> {
  readonly column: Column<Row>;
  readonly row: Row;
  readonly isName: boolean;
}

function Cell<Row>({ column: { cell, isNumber }, row, isName }: CellProps<Row>): JSX.Element {
  const className = isNumber === true ? 'number' : undefined;
  return isName ? (
    <th scope="row" className={className}>
      {cell(row)}
    </th>
  ) : (
    <td className={className}>{cell(row)}</td>
  );
}
