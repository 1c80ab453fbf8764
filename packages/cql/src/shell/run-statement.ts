import type { Page } from '../driver/session.ts';
import { StatementError } from '../driver/session.ts';
import { formatExpandedRows, formatRows } from '../format/table.ts';
import { showText } from '../format/text.ts';
import { formatValue } from '../format/value.ts';
import { commandOf } from './commands.ts';
import { describe } from './describe.ts';
import type { Outcome } from './outcome.ts';
import { levelNumber, type ShellState } from './state.ts';
import { showTrace } from './trace.ts';

/** Does one statement, of the server or of the shell; what it failed with is in the outcome. */
export async function runStatement(state: ShellState, text: string, signal: AbortSignal | undefined): Promise<Outcome> {
  try {
    const command = commandOf(text);
    if (command !== undefined) return await command(state, signal);
    if (/^desc(?:ribe)?\b/i.test(text)) return await describe(state, text, signal);
    return await request(state, text, signal);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    const { code, message, text: output } = error.failure;
    return { output: `${output}\n`, failure: { code, message } };
  }
}

/** Sends a statement, fetches all its pages, and prints rows, warnings and traces. */
async function request(state: ShellState, text: string, signal: AbortSignal | undefined): Promise<Outcome> {
  const isUse = /^use\b/i.test(text);
  const trace = state.tracing && !isTraceQuery(state, text);
  const pages: Page[] = [];
  let pageState: string | undefined;
  do {
    const options = {
      consistency: levelNumber(state.consistency),
      serialConsistency: levelNumber(state.serialConsistency),
      fetchSize: state.paging ? state.pageSize : 0,
      trace,
      pageState,
      signal,
    };
    const page = await state.session.request(text, options);
    pages.push(page);
    pageState = page.pageState;
  } while (pageState !== undefined);
  const [first] = pages;
  const traces: string[] = [];
  for (const { traceId } of isUse ? [] : pages) if (traceId !== undefined) traces.push(await showTrace(state, traceId, signal));
  const output = printed(state, text, pages) + (isUse ? '' : warnings(first?.warnings ?? [])) + traces.join('');
  const columns = first?.columns ?? [];
  return { output, ...(columns.length > 0 && { answer: { columns, rows: pages.flatMap(({ rows }) => rows) } }) };
}

/** Tracing a look at the traces would drown it. */
function isTraceQuery(state: ShellState, text: string): boolean {
  if (!/^select\b/i.test(text)) return false;
  const [, keyspace] = /\bfrom\s+(?:(\w+)\s*\.)?\s*\w+/i.exec(text) ?? [];
  return (keyspace ?? state.session.keyspace)?.toLowerCase() === 'system_traces';
}

/** A SELECT or LIST always prints a table and its count of rows; other statements print one only when they return rows. */
function printed(state: ShellState, text: string, pages: readonly Page[]): string {
  const isQuery = /^(?:select|list)/i.test(text);
  const count = pages.reduce((sum, { rows }) => sum + rows.length, 0);
  if (!isQuery) return count === 0 ? '' : `\n${printedPages(state, pages)}`;
  return `\n${printedPages(state, pages)}\n(${count} rows)\n`;
}

function printedPages(state: ShellState, pages: readonly Page[]): string {
  let before = 0;
  let text = '';
  for (const [index, { columns, rows }] of pages.entries()) {
    const names = columns.map(({ name }) => showText(name));
    const cells = rows.map((row) => columns.map(({ name, type }) => formatValue(row[name], type)));
    if (cells.length === 0) text += index === 0 && names.length > 0 ? `${formatRows(names, [], true)}\n` : '';
    else if (state.expand) text += formatExpandedRows(names, cells, before + 1);
    else text += formatRows(names, cells, index === 0);
    before += rows.length;
  }
  return text;
}

function warnings(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `\nWarnings :\n${texts.map((text) => `${text}\n\n`).join('')}`;
}
