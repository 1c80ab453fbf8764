/** A heading of something that is exported: TypeDoc gives an anchor to these, and none to "Parameters" or "Returns". */
const SYMBOL = /^(#{3,6}) (.+?) \{#/;
/** What TypeDoc writes where a comment is missing. */
const NOTHING = '-';

/**
 * What a page of the API reference leaves without a description: rows with "-" in that column, and tables of properties without the column.
 *
 * @param markdown the page
 * @returns each as its name and what it is in: `signal of ObjectStore get()`
 */
export function undescribedRows(markdown: string): readonly string[] {
  const found: string[] = [];
  let symbols: readonly (readonly [level: number, name: string])[] = [];
  let headers: readonly string[] | undefined;
  for (const line of markdown.split('\n')) {
    const [, signs, name] = SYMBOL.exec(line) ?? [];
    if (signs !== undefined && name !== undefined) symbols = [...symbols.filter(([level]) => level < signs.length), [signs.length, name]];
    if (!line.startsWith('| ')) headers = undefined;
    else if (headers === undefined) headers = cellsOf(line);
    else if (isUndescribed(headers, cellsOf(line))) found.push(`${nameOf(line)} of ${symbols.map(([, each]) => each).join(' ')}`);
  }
  return found;
}

function isUndescribed(headers: readonly string[], cells: readonly string[]): boolean {
  const column = headers.indexOf('Description');
  if (column === -1) return headers[0] === 'Property' && !isRule(cells);
  return cells[column] === NOTHING;
}

/** The line between a table's header and its rows. */
const isRule = (cells: readonly string[]): boolean => cells.every((cell) => /^:?-{2,}$/.test(cell));

const cellsOf = (line: string): readonly string[] =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());

/** The name in a row's first cell, which stands in backticks behind its anchor. */
const nameOf = (line: string): string => /`([^`]+)`/.exec(line)?.[1] ?? line;
