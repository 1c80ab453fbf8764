import { abortError, type OpsError } from '@ringside/core';
import { openSession, type SessionOptions } from '@ringside/client';
import { type JsonRow, jsonRow } from '../format/json.ts';
import { type CqlStatement } from '../split/scan.ts';
import { splitStatements } from '../split/split-statements.ts';
import { endCapture, writeCapture } from './capture.ts';
import { schemaNames } from './names.ts';
import { type Outcome, type Piece } from './outcome.ts';
import { runStatement } from './run-statement.ts';
import { readSource, sourceOf } from './source.ts';
import { initialState, type ShellState } from './state.ts';
import { withoutPasswords } from './words.ts';

/** Options of {@link openCqlShell}: those of a session, whose answers may take 60 s by default (cqlsh: 10 s, too short for a change of schema on a small machine). */
export interface CqlShellOptions extends Pick<
  SessionOptions,
  'contactPoints' | 'port' | 'localDatacenter' | 'credentials' | 'tls' | 'keyspace' | 'connectTimeoutMs' | 'requestTimeoutMs' | 'signal'
> {
  /** The encoding of the files that `SOURCE` reads; see {@link decodeCqlText}. */
  readonly encoding?: string | undefined;
  /** Asks for the password of `LOGIN name`; without it, `LOGIN` needs one. */
  readonly askPassword?: ((username: string) => Promise<string | undefined>) | undefined;
}

/** A part of what one statement does, in the order in which it happens: a page of rows, or what comes behind it. */
export interface CqlPart {
  /** The statement, with `***` for passwords. */
  readonly statement: string;
  /** The line that it begins on, in its text or file. */
  readonly line: number;
  /** The file of `SOURCE` that it is in. */
  readonly file?: string | undefined;
  /** What cqlsh prints, errors included; empty for a statement that returns nothing. Made when it is read. */
  readonly output: string;
  /** True when its output is beside the rows of the statement: warnings and traces. */
  readonly isNotice?: boolean | undefined;
  /** Rows of this part as JSON values, when the statement returns rows. Made when it is read. */
  readonly rows?: readonly JsonRow[] | undefined;
  /** True when what follows in the same text is data, which was not run and must not be: behind `COPY … FROM STDIN`. */
  readonly endsText?: boolean | undefined;
  /** True for the last part of a statement, the only one that may have failed. */
  readonly isLast: boolean;
  /** True when the statement failed; `error` says why. Rows that came before the failure remain valid. */
  readonly failed: boolean;
  /** Why it failed: the node's own message, or the shell's. */
  readonly error?: OpsError | undefined;
}

/** What one statement did. */
export type CqlResult = Omit<CqlPart, 'isLast' | 'isNotice'>;

/** Options of {@link CqlShell.run} and {@link CqlShell.stream}. */
export interface RunOptions {
  /** Ends the running statement with `ABORTED` and starts no other; the node may still carry out what it received. */
  readonly signal?: AbortSignal | undefined;
  /** True goes on after a statement that failed; false, which is the default, ends there. */
  readonly continueOnFailure?: boolean | undefined;
}

/** A CQL shell bound to one coordinator; it remembers USE, CONSISTENCY, TRACING and so on from one text to the next. */
export interface CqlShell {
  /** Address and port of the coordinator. */
  readonly coordinator: string;
  /** The keyspace of the last `USE`. */
  readonly keyspace: string | undefined;
  /** True after `EXIT`. */
  readonly isOver: boolean;
  /**
   * Runs the statements of a text in turn, each when the one before was taken by the reader. All rows of a statement are held in memory;
   * see {@link stream} for more rows than that.
   *
   * @param text statements, and commands of cqlsh such as `CONSISTENCY`
   * @throws OpsError CQL_MALFORMED before anything ran, when the text does not come apart; ABORTED
   */
  run(text: string, options?: RunOptions): AsyncIterable<CqlResult>;
  /**
   * The same page by page: a page is fetched when the part before was taken, and one page is held in memory.
   *
   * @param text statements, and commands of cqlsh such as `CONSISTENCY`
   * @throws OpsError CQL_MALFORMED, ABORTED
   */
  stream(text: string, options?: RunOptions): AsyncIterable<CqlPart>;
  /** Names for a completer: keyspaces, `keyspace.table`, and the tables of the keyspace in use. */
  names(): Promise<readonly string[]>;
  /** Closes the connection and the file of `CAPTURE`. The shell cannot be used afterwards. */
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5000;
const REQUEST_TIMEOUT_MS = 60_000;

/**
 * A node that is coming back listens before it answers. A change of the schema waits as long as cqlsh does: nodes that are up agree within a moment, but take
 * seconds on a busy machine, and a write at ALL fails with INCOMPATIBLE_SCHEMA until they do. A node that is down never agrees.
 */
const SESSION = { keepsBytes: true, reconnectWithinMs: 1000, schemaAgreementMs: 10_000 };

/**
 * Opens a CQL shell: cqlsh's language and cqlsh's print (of version 6.2.2, without colours), bound to one coordinator.
 *
 * Statements are sent as simple statements at the level of `CONSISTENCY`, ONE to begin with as in cqlsh. That holds for ANY too:
 * cassandra-driver 4.10 takes ANY, which is 0 on the wire, for "no level" and would send a simple statement at ONE; the shell sends
 * ANY. Nothing is tried again and nothing is sent to another node. Time stamps of writes come from this machine, as in cqlsh.
 *
 * @throws OpsError CASSANDRA_UNAVAILABLE, UNAUTHORIZED, ABORTED
 *
 * @example
 * ```ts
 * const shell = await openCqlShell({ contactPoints: ['127.0.0.1'], port: 9042 });
 * for await (const { output } of shell.run('SELECT cluster_name FROM system.local;')) process.stdout.write(output);
 * await shell.close();
 * ```
 */
export async function openCqlShell(options: CqlShellOptions): Promise<CqlShell> {
  const { connectTimeoutMs = CONNECT_TIMEOUT_MS, requestTimeoutMs = REQUEST_TIMEOUT_MS, signal } = options;
  if (signal?.aborted === true) throw interrupted(signal);
  const sessionOptions = { ...options, ...SESSION, connectTimeoutMs, requestTimeoutMs };
  const session = await openSession(sessionOptions);
  const state = initialState(session, {
    login: (credentials, keyspace) => openSession({ ...sessionOptions, credentials, keyspace }),
    askPassword: options.askPassword,
    encoding: options.encoding,
  });
  const stream = (text: string, run: RunOptions = {}): AsyncIterable<CqlPart> =>
    runAll(state, text, { ...run, signal: eitherSignal(signal, run.signal) }, undefined, 0);
  return {
    coordinator: session.coordinator,
    get keyspace() {
      return state.session.keyspace;
    },
    get isOver() {
      return state.isOver;
    },
    run: (text, run) => collected(stream(text, run)),
    stream,
    names: () => schemaNames(state.session),
    close: async () => {
      await endCapture(state);
      await state.session.close();
    },
  };
}

async function* runAll(
  state: ShellState,
  text: string,
  options: RunOptions,
  file: string | undefined,
  depth: number,
): AsyncGenerator<CqlPart, boolean> {
  for (const statement of splitStatements(text)) {
    if (state.isOver) return true;
    if (options.signal?.aborted === true) throw interrupted(options.signal);
    const source = sourceOf(statement.text);
    const place = placeOf(statement, file);
    const outcome = source === undefined ? yield* runOne(state, statement.text, options, place) : await readSource(state, source, depth);
    let isFine: boolean;
    if ('text' in outcome) {
      isFine = yield* runAll(state, outcome.text, options, outcome.name, depth + 1);
    } else {
      yield lastPart(place, outcome);
      isFine = outcome.failure === undefined;
      if (outcome.endsText === true) return false;
    }
    if (!isFine && options.continueOnFailure !== true) return false;
  }
  return true;
}

/** Gives all but the last part of one statement; where `CAPTURE` is on, answers go to its file instead. */
async function* runOne(state: ShellState, text: string, { signal }: RunOptions, place: Place): AsyncGenerator<CqlPart, Outcome> {
  const pieces = runStatement(state, text, signal);
  for (;;) {
    const { done, value } = await pieces.next();
    if (done !== true && signal?.aborted === true) throw interrupted(signal);
    if (done !== true && state.capture === undefined) {
      yield partOf(place, value);
      continue;
    }
    const captured = done !== true ? value.text() : value.isAnswer === true ? value.output : '';
    const failure = await writeCapture(state, captured);
    if (failure !== undefined) return failure;
    if (done === true) return state.capture !== undefined && value.isAnswer === true ? { ...value, output: '' } : value;
  }
}

/** What all parts of a statement have in common. */
type Place = Pick<CqlPart, 'statement' | 'line' | 'file'>;

function placeOf({ text, line }: CqlStatement, file: string | undefined): Place {
  return { statement: withoutPasswords(text), line, ...(file !== undefined && { file }) };
}

function partOf(place: Place, { text, rows, isNotice }: Piece): CqlPart {
  const part = {
    ...place,
    get output() {
      return text();
    },
    isLast: false,
    failed: false,
    ...(isNotice === true && { isNotice }),
  };
  if (rows === undefined) return part;
  return Object.defineProperty(part, 'rows', { enumerable: true, get: () => rows.cells.map((cells) => jsonRow(cells, rows.columns)) });
}

function lastPart(place: Place, { output, failure, endsText }: Outcome): CqlPart {
  const failed = failure !== undefined;
  return { ...place, output, isLast: true, failed, ...(failure && { error: failure }), ...(endsText === true && { endsText }) };
}

/** The parts of each statement as one. */
async function* collected(parts: AsyncIterable<CqlPart>): AsyncGenerator<CqlResult> {
  let output: string[] = [];
  let rows: (() => readonly JsonRow[])[] = [];
  for await (const part of parts) {
    output.push(part.output);
    if ('rows' in part) rows.push(() => part.rows ?? []);
    if (!part.isLast) continue;
    const { isLast: _, ...rest } = part;
    const result: CqlResult = { ...rest, output: output.join('') };
    const made = rows;
    yield made.length === 0
      ? result
      : Object.defineProperty(result, 'rows', { enumerable: true, get: () => made.flatMap((make) => make()) });
    output = [];
    rows = [];
  }
}

function interrupted(signal: AbortSignal): OpsError {
  return abortError(signal, 'The CQL shell');
}

function eitherSignal(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return AbortSignal.any([one, other]);
}
