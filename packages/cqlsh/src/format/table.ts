import { displayWidth } from './width.ts';

/** One row of a table: the text of each cell. */
export type TableRow = readonly string[];

const padding = (text: string, width: number): string => ' '.repeat(Math.max(0, width - displayWidth(text)));

/** The width of each column: that of its widest cell, or of its name. */
export function columnWidths(names: TableRow, rows: Iterable<TableRow>): readonly number[] {
  const widths = names.map((name) => displayWidth(name));
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, displayWidth(cell));
  }
  return widths;
}

/** The names of the columns, to the left, and the dashes below. */
export function formatHeader(names: TableRow, widths: readonly number[]): string {
  const header = ` ${names.map((name, index) => name + padding(name, widths[index] ?? 0)).join(' | ')}`.trimEnd();
  return `${header}\n-${widths.map((width) => '-'.repeat(width)).join('-+-')}-\n`;
}

/** Rows below their header, values to the right. */
export function formatBody(rows: readonly TableRow[], widths: readonly number[]): string {
  return rows.map((row) => ` ${row.map((cell, index) => padding(cell, widths[index] ?? 0) + cell).join(' | ')}\n`).join('');
}

/** One page of rows as cqlsh prints it. */
export function formatRows(names: TableRow, rows: readonly TableRow[]): string {
  const widths = columnWidths(names, rows);
  return formatHeader(names, widths) + formatBody(rows, widths);
}

/** How wide `EXPAND ON` draws the names and the values of a page. */
export interface ExpandedWidths {
  readonly name: number;
  readonly value: number;
}

/** Those of one page. */
export function expandedWidths(names: TableRow, rows: Iterable<TableRow>): ExpandedWidths {
  let value = 0;
  for (const row of rows) value = widest(row, value);
  return { name: widest(names, 0), value };
}

function widest(texts: Iterable<string>, least: number): number {
  let width = least;
  for (const text of texts) width = Math.max(width, displayWidth(text));
  return width;
}

/**
 * Rows with `EXPAND ON`: a block of `name | value` lines for each row, and a blank line after it.
 *
 * @param firstNumber the number of the first row, counted over all pages from 1
 */
export function formatExpandedRows(names: TableRow, rows: readonly TableRow[], widths: ExpandedWidths, firstNumber: number): string {
  const dashes = `-${'-'.repeat(widths.name)}-+-${'-'.repeat(widths.value)}-\n`;
  return rows
    .map((row, index) => {
      const lines = row.map((value, column) => ` ${names[column] ?? ''}${padding(names[column] ?? '', widths.name)} | ${value}\n`);
      return `@ Row ${firstNumber + index}\n${dashes}${lines.join('')}\n`;
    })
    .join('');
}

const SCREEN_COLUMNS = 80;

/** Names in as few lines of 80 characters as they need, filled column by column with two blanks between; for DESCRIBE. */
export function columnize(names: readonly string[]): string {
  if (names.length === 0) return '<empty>\n';
  for (let lines = 1; lines < names.length; lines++) {
    const widths = gridWidths(names, lines);
    const total = widths.reduce((sum, width) => sum + width + 2, -2);
    if (total <= SCREEN_COLUMNS) return gridLines(names, lines, widths);
  }
  return gridLines(names, names.length, gridWidths(names, names.length));
}

function gridWidths(names: readonly string[], lines: number): readonly number[] {
  const columns = Math.ceil(names.length / lines);
  return Array.from({ length: columns }, (_, column) =>
    names.slice(column * lines, (column + 1) * lines).reduce((width, name) => Math.max(width, name.length), 0),
  );
}

/** A line that has no name for its last columns ends with the last name that it has. */
function gridLines(names: readonly string[], lines: number, widths: readonly number[]): string {
  return Array.from({ length: lines }, (_, line) => {
    const cells = widths.flatMap((width, column) => names[column * lines + line]?.padEnd(width) ?? []);
    return `${cells.join('  ')}\n`;
  }).join('');
}
