import { displayWidth } from './width.ts';

const padding = (text: string, width: number): string => ' '.repeat(Math.max(0, width - displayWidth(text)));

/** One page of rows as cqlsh prints it: names to the left, dashes, values to the right; each line with its end. */
export function formatRows(names: readonly string[], rows: readonly (readonly string[])[], withHeader: boolean): string {
  const widths = names.map((name, index) => Math.max(displayWidth(name), ...rows.map((row) => displayWidth(row[index] ?? ''))));
  const header = ` ${names.map((name, index) => name + padding(name, widths[index] ?? 0)).join(' | ')}`.trimEnd();
  const dashes = `-${widths.map((width) => '-'.repeat(width)).join('-+-')}-`;
  const lines = rows.map((row) => ` ${row.map((cell, index) => padding(cell, widths[index] ?? 0) + cell).join(' | ')}`);
  return [...(withHeader ? [header, dashes] : []), ...lines].map((line) => `${line}\n`).join('');
}

/**
 * One page of rows with `EXPAND ON`: a block of `name | value` lines for each row, and a blank line after it.
 *
 * @param firstNumber the number of the first row, counted over all pages from 1
 */
export function formatExpandedRows(names: readonly string[], rows: readonly (readonly string[])[], firstNumber: number): string {
  const nameWidth = Math.max(...names.map((name) => displayWidth(name)));
  const valueWidth = Math.max(...rows.flat().map((value) => displayWidth(value)));
  const dashes = `-${'-'.repeat(nameWidth)}-+-${'-'.repeat(valueWidth)}-\n`;
  return rows
    .map((row, index) => {
      const lines = row.map((value, column) => ` ${names[column] ?? ''}${padding(names[column] ?? '', nameWidth)} | ${value}\n`);
      return `@ Row ${firstNumber + index}\n${dashes}${lines.join('')}\n`;
    })
    .join('');
}

const SCREEN_COLUMNS = 80;

/** Names in as few lines of 80 characters as they need, filled column by column with two blanks between; for DESCRIBE. */
export function columnize(names: readonly string[]): string {
  if (names.length === 0) return '<empty>\n';
  for (let lines = 1; lines < names.length; lines++) {
    const widths = columnWidths(names, lines);
    const total = widths.reduce((sum, width) => sum + width + 2, -2);
    if (total <= SCREEN_COLUMNS) return gridLines(names, lines, widths);
  }
  return gridLines(names, names.length, columnWidths(names, names.length));
}

function columnWidths(names: readonly string[], lines: number): readonly number[] {
  const columns = Math.ceil(names.length / lines);
  return Array.from({ length: columns }, (_, column) =>
    Math.max(...names.slice(column * lines, (column + 1) * lines).map((name) => name.length)),
  );
}

/** A line that has no name for its last columns ends with the last name that it has. */
function gridLines(names: readonly string[], lines: number, widths: readonly number[]): string {
  return Array.from({ length: lines }, (_, line) => {
    const cells = widths.flatMap((width, column) => names[column * lines + line]?.padEnd(width) ?? []);
    return `${cells.join('  ')}\n`;
  }).join('');
}
