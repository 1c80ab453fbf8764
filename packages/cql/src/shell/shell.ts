import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { type ErrorCode, OpsError } from '@ringside/core';
import { openSession } from '../driver/session.ts';
import { jsonRow, type JsonValue } from '../format/json.ts';
import { type CqlStatement } from '../split/scan.ts';
import { splitStatements } from '../split/split-statements.ts';
import { type Outcome, refused } from './outcome.ts';
import { schemaNames } from './names.ts';
import { runStatement } from './run-statement.ts';
import { initialState, type ShellState } from './state.ts';

/** Options of {@link openCqlShell}. */
export interface CqlShellOptions {
  /** Addresses to try in turn; the first that answers is the only coordinator of the shell. */
  readonly contactPoints: readonly string[];
  readonly port: number;
  /** Needed by no ring; when given, a coordinator of another datacenter is refused by the driver. */
  readonly localDatacenter?: string | undefined;
  readonly credentials?: { readonly username: string; readonly password: string } | undefined;
  /** As if `USE` were said first. */
  readonly keyspace?: string | undefined;
  /** How long connecting may take; 5 s unless told. */
  readonly connectTimeoutMs?: number | undefined;
  /** How long one answer may take; 60 s unless told (cqlsh: 10 s, which a small machine needs at times for a change of schema). */
  readonly requestTimeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What one statement did. */
export interface CqlResult {
  readonly statement: string;
  /** The line that it begins on, in its text or file. */
  readonly line: number;
  /** The file of `SOURCE` that it is in. */
  readonly file?: string | undefined;
  /** What cqlsh prints, errors included; empty for a statement that returns nothing. */
  readonly output: string;
  readonly failed: boolean;
  /** The rows as JSON values, when it returned rows; numbers that JSON cannot hold exactly are texts. */
  readonly rows?: readonly Readonly<Record<string, JsonValue>>[] | undefined;
  /** Why it failed. */
  readonly error?: { readonly code: ErrorCode; readonly message: string } | undefined;
}

/** Options of {@link CqlShell.run}. */
export interface RunOptions {
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
   * Runs the statements of a text in turn, each when the one before was taken by the reader.
   *
   * @throws OpsError CQL_MALFORMED before anything ran, when the text does not come apart; ABORTED
   */
  run(text: string, options?: RunOptions): AsyncIterable<CqlResult>;
  /** Names for a completer: keyspaces, `keyspace.table`, and the tables of the keyspace in use. */
  names(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5000;
const REQUEST_TIMEOUT_MS = 60_000;
const MAX_SOURCE_DEPTH = 8;

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
  const session = await openSession({ ...options, connectTimeoutMs, requestTimeoutMs });
  const state = initialState(session);
  return {
    coordinator: session.coordinator,
    get keyspace() {
      return session.keyspace;
    },
    get isOver() {
      return state.isOver;
    },
    run: (text, runOptions = {}) => runAll(state, text, { ...runOptions, signal: eitherSignal(signal, runOptions.signal) }, undefined, 0),
    names: () => schemaNames(session),
    close: () => session.close(),
  };
}

async function* runAll(
  state: ShellState,
  text: string,
  options: RunOptions,
  file: string | undefined,
  depth: number,
): AsyncGenerator<CqlResult, boolean> {
  for (const statement of splitStatements(text)) {
    if (state.isOver) return true;
    if (options.signal?.aborted === true) throw interrupted(options.signal);
    const source = sourceOf(statement.text);
    let isFine: boolean;
    if (source === undefined) {
      const result = toResult(statement, file, await runStatement(state, statement.text, options.signal));
      yield result;
      isFine = !result.failed;
    } else {
      isFine = yield* runFile(state, statement, source, options, file, depth);
    }
    if (!isFine && options.continueOnFailure !== true) return false;
  }
  return true;
}

function sourceOf(text: string): string | undefined {
  const [, path] = /^source\s+'((?:[^']|'')*)'\s*;?$/i.exec(text) ?? [];
  return path?.replaceAll("''", "'").replace(/^~(?=\/|$)/, homedir());
}

async function* runFile(
  state: ShellState,
  statement: CqlStatement,
  path: string,
  options: RunOptions,
  file: string | undefined,
  depth: number,
): AsyncGenerator<CqlResult, boolean> {
  const failure = (text: string): CqlResult => toResult(statement, file, refused(text));
  if (depth >= MAX_SOURCE_DEPTH) {
    yield failure(`Could not open '${path}': files that source one another may be ${MAX_SOURCE_DEPTH} deep`);
    return false;
  }
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    yield failure(`Could not open '${path}': ${(error as Error).message}`);
    return false;
  }
  return yield* runAll(state, text, options, path, depth + 1);
}

function toResult({ text, line }: CqlStatement, file: string | undefined, { output, answer, failure }: Outcome): CqlResult {
  return {
    statement: text,
    line,
    output,
    failed: failure !== undefined,
    ...(file !== undefined && { file }),
    ...(answer && { rows: answer.rows.map((row) => jsonRow(row, answer.columns)) }),
    ...(failure && { error: failure }),
  };
}

function interrupted({ reason }: AbortSignal): OpsError {
  return new OpsError('ABORTED', { message: 'The CQL shell was interrupted', cause: reason });
}

function eitherSignal(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return AbortSignal.any([one, other]);
}
