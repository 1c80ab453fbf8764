import { type Token, tokens } from './tokens.ts';

/** One statement of a CQL text. */
export interface CqlStatement {
  /** The statement as it was written, its `;` included where it has one; without comments before it. */
  readonly text: string;
  /** The line that it begins on; the first line of the text is 1. */
  readonly line: number;
}

/** What {@link scanStatements} found. */
export interface StatementScan {
  /** Every statement that has its end. */
  readonly statements: readonly CqlStatement[];
  /** What comes after the last of them and has no end yet; absent when there is nothing but blanks and comments. */
  readonly rest?: CqlStatement;
  /** What a quoted part that is never closed was opened with, and where. */
  readonly unclosed?: {
    /** Such as `'` or `$$`. */
    readonly opener: string;
    /** The line that it is in, from 1. */
    readonly line: number;
  };
}

/** Commands of the shell, not of the server: they end with their line, with or without a `;` (cqlsh does the same). */
const ENDS_WITH_LINE: ReadonlySet<string> = new Set(
  'help ? consistency serial describe desc show source capture login debug tracing expand paging exit quit clear cls history'.split(' '),
);

/** What is known of the statement that is being read. */
interface OpenStatement {
  readonly start: number;
  readonly line: number;
  /** Its first two words and its last two, in lower case. */
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly end: number;
}

/**
 * Takes a CQL text apart, and says what is left without an end: what a terminal needs to know whether to ask for more.
 *
 * @param text any text; it is not checked whether its statements are valid
 */
export function scanStatements(text: string): StatementScan {
  const statements: CqlStatement[] = [];
  let open: OpenStatement | undefined;
  let unclosed: StatementScan['unclosed'];
  const close = (end: number): void => {
    if (open !== undefined) statements.push({ text: text.slice(open.start, end), line: open.line });
    open = undefined;
  };
  for (const token of tokens(text)) {
    if (token.kind === 'unclosed') unclosed = { opener: token.text.slice(0, 2).replace(/^(['"]).*/s, '$1'), line: token.line };
    if (token.kind === 'newline') {
      if (open !== undefined && ENDS_WITH_LINE.has(open.first[0] ?? '')) close(open.end);
    } else if (token.text === ';' && (open === undefined || !isOpenBlock(open))) {
      close(token.end);
    } else {
      open = extended(open, token);
    }
  }
  const rest = open === undefined ? undefined : { text: text.slice(open.start, open.end), line: open.line };
  return { statements, ...(rest && { rest }), ...(unclosed && { unclosed }) };
}

/** A `;` inside of BEGIN BATCH … APPLY BATCH (and of a transaction of Cassandra 6) ends nothing. */
function isOpenBlock({ first, last }: OpenStatement): boolean {
  if (first[0] !== 'begin') return false;
  const [before, word] = last;
  const isClosed = (before === 'apply' && word === 'batch') || (before === 'commit' && word === 'transaction');
  return !isClosed;
}

function extended(open: OpenStatement | undefined, token: Token): OpenStatement {
  const word = token.kind === 'word' ? token.text.toLowerCase() : token.text;
  if (open === undefined) return { start: token.start, line: token.line, first: [word], last: ['', word], end: token.end };
  const first = open.first.length < 2 ? [...open.first, word] : open.first;
  return { ...open, first, last: [open.last[1] ?? '', word], end: token.end };
}
