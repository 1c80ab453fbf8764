import type { Page } from '@ringside/client';
import { columnWidths, expandedWidths, formatBody, formatExpandedRows, formatHeader, type TableRow } from '../format/table.ts';
import { showText } from '../format/text.ts';
import { formatValue } from '../format/value.ts';
import type { Piece } from './outcome.ts';

/** How many rows are made into text at once: what is in memory as text, however long a page is. */
const ROWS_AT_ONCE = 1000;

/** Where a page is in the answer of its statement. */
export interface PagePlace {
  /** How many rows the pages before it had. */
  readonly before: number;
  /** True for the page that has the header. */
  readonly isFirst: boolean;
  readonly expand: boolean;
}

type Print = (rows: readonly TableRow[], offset: number) => string;

/**
 * A page as cqlsh prints it: aligned over its own rows, in pieces of so many rows that a page of any length needs little memory beside
 * its bytes.
 */
export function* printPage({ columns, cells }: Page, place: PagePlace): Generator<Piece> {
  const names = columns.map(({ name }) => showText(name));
  const textsOf = (from: number, to: number): readonly TableRow[] =>
    cells.slice(from, to).map((row) => columns.map(({ type }, index) => formatValue(row[index] ?? null, type)));
  const whole = once(() => (cells.length <= ROWS_AT_ONCE ? textsOf(0, cells.length) : undefined));
  const print = once(() => printer(names, whole() ?? allTexts(textsOf, cells.length), place));
  for (let from = 0; from === 0 || from < cells.length; from += ROWS_AT_ONCE) {
    const to = Math.min(cells.length, from + ROWS_AT_ONCE);
    const text = (): string => print()(whole() ?? textsOf(from, to), from);
    yield { text, rows: { columns, cells: cells.slice(from, to) }, isAnswer: true };
  }
}

/** What a page with no rows prints: the header and a blank line. */
export function emptyPage(columns: Page['columns']): string {
  const names = columns.map(({ name }) => showText(name));
  return names.length === 0 ? '' : `${formatHeader(names, columnWidths(names, []))}\n`;
}

function printer(names: TableRow, rows: Iterable<TableRow>, { before, isFirst, expand }: PagePlace): Print {
  if (expand) {
    const widths = expandedWidths(names, rows);
    return (part, offset) => formatExpandedRows(names, part, widths, before + offset + 1);
  }
  const widths = columnWidths(names, rows);
  return (part, offset) => (isFirst && offset === 0 ? formatHeader(names, widths) : '') + formatBody(part, widths);
}

function* allTexts(textsOf: (from: number, to: number) => readonly TableRow[], count: number): Generator<TableRow> {
  for (let from = 0; from < count; from += ROWS_AT_ONCE) yield* textsOf(from, Math.min(count, from + ROWS_AT_ONCE));
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
