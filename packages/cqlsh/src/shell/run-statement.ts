import { errors, nearest, type OpsError, reworded } from '@ringside/core';
import { isRequestError, type RequestOptions } from '@ringside/client';
import { modelErrors } from '@ringside/model';
import { describeFailure, type StatementFailure } from '../failure/error-text.ts';
import type { Token } from '../split/tokens.ts';
import { COMMAND_NAMES, commandOf } from './commands.ts';
import { describe } from './describe.ts';
import type { Outcome, Piece } from './outcome.ts';
import { emptyPage, printPage } from './print-page.ts';
import type { ShellState } from './state.ts';
import { showTrace } from './trace.ts';
import { keyword, nameOf, wordsOf } from './words.ts';

/** Does one statement, of the server or of the shell, and gives what it prints as it comes; what it failed with is in the outcome. */
export async function* runStatement(state: ShellState, text: string, signal: AbortSignal | undefined): AsyncGenerator<Piece, Outcome> {
  const words = wordsOf(text);
  try {
    const command = commandOf(words);
    if (command !== undefined) return await command({ state, args: words.slice(1), signal });
    if (['desc', 'describe'].includes(keyword(words[0]))) return await describe(state, text, signal);
    return yield* request(state, text, words, signal);
  } catch (error) {
    if (!isRequestError(error)) throw error;
    const described = describeFailure(error.failure, state.session);
    return { output: `${described.text}\n`, failure: withGuess(error, described, words) };
  }
}

/** What a statement of CQL begins with (Parser.g of Cassandra 5.0), and the commands of the shell. */
const FIRST_WORDS: readonly string[] = [
  ...'SELECT INSERT UPDATE DELETE BEGIN USE TRUNCATE CREATE ALTER DROP GRANT REVOKE LIST ADD DESCRIBE DESC'.split(' '),
  ...COMMAND_NAMES.filter((name) => name !== '?'),
];
/** A shorter word is near to too many. */
const MIN_GUESSED_LENGTH = 3;

/** A condition is decided by a quorum of the replicas, whatever the level, and may be decided although its write then fails. */
const CONDITIONAL_REMEDY =
  'The write may be applied all the same. Once a quorum of its replicas is up, read the row at CONSISTENCY SERIAL before you send it again; ringside status shows who is down.';
const UNKNOWN_OUTCOMES = [modelErrors.CASSANDRA_UNAVAILABLE, errors.OPERATION_TIMED_OUT];
const CHANGES: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'begin']);

/** A lightweight transaction: `IF` follows what is to be changed. */
function isConditional(words: readonly Token[]): boolean {
  return CHANGES.has(keyword(words[0])) && words.some((word) => keyword(word) === 'if');
}

/** A first word that the server does not know may be a misspelt one. */
function withGuess(error: OpsError, { message, text }: StatementFailure, words: readonly Token[]): OpsError {
  const first = keyword(words[0]).toUpperCase();
  const isOdd = text.startsWith('SyntaxException') && first.length >= MIN_GUESSED_LENGTH && !FIRST_WORDS.includes(first);
  const guess = isOdd ? nearest(first, FIRST_WORDS) : undefined;
  if (isConditional(words) && UNKNOWN_OUTCOMES.some((kind) => kind.is(error)))
    return reworded(error, { message, remedy: CONDITIONAL_REMEDY });
  return reworded(error, { message, ...(guess !== undefined && { remedy: `Did you mean ${guess}?` }) });
}

/** How many different warnings of one statement are shown: each page may bring its own. */
const MAX_WARNINGS = 50;

/** Sends a statement, fetches page after page, and gives rows, their count, warnings and traces. */
async function* request(
  state: ShellState,
  text: string,
  words: readonly Token[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Piece, Outcome> {
  const first = keyword(words[0]);
  const isQuery = first === 'select' || first === 'list';
  const isUse = first === 'use';
  const { expand } = state;
  const options = requestOptions(state, words, signal);
  const warnings = new Set<string>();
  const traceIds: string[] = [];
  let before = 0;
  let pageState: string | undefined;
  for (let isFirst = true; isFirst || pageState !== undefined; isFirst = false) {
    const page = await state.session.execute(text, [], { ...options, pageState });
    ({ pageState } = page);
    if (warnings.size < MAX_WARNINGS) for (const warning of page.warnings) warnings.add(warning);
    if (page.traceId !== undefined) traceIds.push(page.traceId);
    if (isFirst && (isQuery || page.cells.length > 0)) yield answer('\n');
    if (page.cells.length > 0) yield* printPage(page, { before, isFirst, expand });
    else if (isFirst && page.columns.length > 0) yield { ...answer(isQuery ? emptyPage(page.columns) : ''), rows: page };
    before += page.cells.length;
  }
  if (isQuery) yield answer(`\n(${before} rows)\n`);
  if (isUse) return { output: '' };
  yield { ...answer(warningsText([...warnings])), isNotice: true };
  for (const traceId of traceIds) yield { ...answer(await showTrace(state, traceId, signal)), isNotice: true };
  return { output: '' };
}

function answer(text: string): Piece {
  return { text: () => text, isAnswer: true };
}

function requestOptions(state: ShellState, words: readonly Token[], signal: AbortSignal | undefined): RequestOptions {
  return {
    consistency: state.consistency,
    serialConsistency: state.serialConsistency,
    pageSize: state.paging ? state.pageSize : 0,
    trace: state.tracing && !isTraceQuery(state, words),
    signal,
  };
}

/** Tracing a look at the traces would drown it. */
function isTraceQuery(state: ShellState, words: readonly Token[]): boolean {
  if (keyword(words[0]) !== 'select') return false;
  const from = words.findIndex((word) => keyword(word) === 'from');
  const keyspace = words[from + 2]?.text === '.' ? nameOf(words[from + 1]) : state.session.keyspace;
  return keyspace === 'system_traces';
}

function warningsText(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `\nWarnings :\n${texts.map((text) => `${text}\n\n`).join('')}`;
}
