import { type Style, plainStyle, visibleWidth } from './style.ts';

/** One column of a table. */
export interface Column {
  /** Printed bold above the column; it counts for the column's width. */
  readonly heading: string;
  /** `right` for numbers. Default: `left`. */
  readonly align?: 'left' | 'right';
}

/**
 * Lays out rows in columns as wide as their widest cell, two blanks between them. Cells may hold colours. Lines end without
 * blanks; an empty table is its heading alone.
 *
 * @param columns headings and alignments, from left to right
 * @param rows a cell for each column
 */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[], style: Style = plainStyle): string {
  const widths = columns.map((column, index) =>
    Math.max(visibleWidth(column.heading), ...rows.map((row) => visibleWidth(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, index) => pad(cells[index] ?? '', widths[index] ?? 0, column.align ?? 'left'))
      .join('  ')
      .trimEnd();
  const heading = line(columns.map((column) => style.bold(column.heading)));
  return [heading, ...rows.map((row) => line(row))].map((text) => `${text}\n`).join('');
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - visibleWidth(text)));
  return align === 'left' ? text + blanks : blanks + text;
}
