import { createInterface, type Interface } from 'node:readline';
import { type CommandContext, writeError } from '@ringside/cli-kit';
import { errors, type OpsError, toOpsError } from '@ringside/core';
import { type CqlShell, cqlshErrors, scanStatements, terminalText, withoutPasswords } from '@ringside/cqlsh';
import { completions } from './complete.ts';
import type { Asker } from './open-shell.ts';
import { send } from './print.ts';
import { forgetsLine, historyFile, HISTORY_LINES, readHistory, writeHistory } from './history.ts';

/** What is being typed, and what is being run. */
interface Conversation {
  readonly context: CommandContext;
  readonly shell: CqlShell;
  readonly lines: Interface;
  /** What was typed and has no end yet. */
  pending: string;
  /** True behind `COPY … FROM STDIN`: what comes up to a line of `\.` is data, not CQL. */
  isData: boolean;
  /** Ends the statement that runs. */
  running: AbortController | undefined;
  /** Takes the next line as a password. */
  secret: ((line: string) => void) | undefined;
  /** Lines that hold a password and must not be kept. */
  readonly forgotten: Set<string>;
}

/** What a terminal needs beside its shell. */
export interface TerminalOptions {
  /** Gets the way to ask for a password on this terminal. */
  readonly asker: Asker;
  readonly keepsHistory: boolean;
}

/**
 * A shell on a terminal, until Ctrl-D or EXIT: statements may go over lines and end with a semicolon; Ctrl-C drops what is typed, or
 * stops waiting for what runs. A statement that fails is shown and does not end the shell.
 */
export async function runTerminal(context: CommandContext, shell: CqlShell, options: TerminalOptions): Promise<void> {
  const file = historyFile(context);
  const forgotten = new Set<string>();
  const input = context.io.input?.();
  if (input === undefined) return;
  context.io.out(`Connected to ${shell.coordinator}. HELP lists the commands; Ctrl-D leaves.\n`);
  let history = await readHistory(file);
  const lines = createInterface({
    input,
    output: process.stdout,
    terminal: true,
    history,
    historySize: HISTORY_LINES,
    removeHistoryDuplicates: true,
    completer: (line: string, give: (error: Error | null, result?: [string[], string]) => void) => {
      shell.names().then(
        (names) => give(null, completions(line, names)),
        () => give(null, completions(line, [])),
      );
    },
  });
  lines.on('history', (kept: string[]) => {
    if (conversation.secret !== undefined) kept.shift();
    const clean = kept.filter((line) => !forgetsLine(line) && !forgotten.has(line));
    kept.splice(0, kept.length, ...clean);
    history = clean;
  });
  const conversation: Conversation = {
    context,
    shell,
    lines,
    pending: '',
    isData: false,
    running: undefined,
    secret: undefined,
    forgotten,
  };
  options.asker.ask = (username) => askSecret(conversation, username);
  try {
    await converse(conversation);
  } finally {
    lines.close();
    if (options.keepsHistory)
      await writeHistory(
        file,
        history.filter((line) => !forgotten.has(line)),
      );
  }
}

/** Takes line after line; those that arrive while a statement runs wait for their turn. */
async function converse(conversation: Conversation): Promise<void> {
  const { context, shell, lines } = conversation;
  lines.on('SIGINT', () => interrupt(conversation));
  const queue: string[] = [];
  let wake: (() => void) | undefined;
  let isClosed = false;
  const notice = (): void => wake?.();
  lines.on('line', (line) => {
    if (conversation.secret !== undefined) return conversation.secret(line);
    queue.push(line);
    notice();
  });
  lines.on('close', () => {
    isClosed = true;
    notice();
  });
  context.signal.addEventListener('abort', () => lines.close(), { once: true });
  prompt(conversation);
  for (;;) {
    const line = queue.shift();
    if (line === undefined) {
      if (isClosed) break;
      await new Promise<void>((resolve) => (wake = resolve));
      continue;
    }
    await take(conversation, line);
    if (shell.isOver) return;
    if (queue.length === 0 && !isClosed) prompt(conversation);
  }
  context.io.out('\n');
}

/** Ends the data of `COPY … FROM STDIN`, as in cqlsh. */
const END_OF_DATA = String.raw`\.`;

function prompt({ lines, pending, isData, shell }: Conversation): void {
  if (isData) {
    lines.setPrompt(`ignored until ${END_OF_DATA} > `);
    return lines.prompt();
  }
  const where = shell.keyspace === undefined ? 'cql' : `cql:${shell.keyspace}`;
  lines.setPrompt(pending === '' ? `${where}> ` : `${' '.repeat(where.length - 2)}... `);
  lines.prompt();
}

function interrupt(conversation: Conversation): void {
  if (conversation.running !== undefined) return conversation.running.abort();
  conversation.pending = '';
  conversation.isData = false;
  Object.assign(conversation.lines, { line: '', cursor: 0 });
  conversation.context.io.out('^C\n');
  prompt(conversation);
}

/** Asks for a password; what is typed is neither shown nor kept. */
async function askSecret(conversation: Conversation, username: string): Promise<string> {
  const lines = conversation.lines as Interface & { _writeToOutput?: (text: string) => void };
  lines.setPrompt('');
  conversation.context.io.out(`Password for ${username}: `);
  Object.assign(lines, { _writeToOutput: () => undefined });
  try {
    return await new Promise((resolve, reject) => {
      conversation.secret = resolve;
      const stop = (): void =>
        reject(errors.ABORTED({ message: 'No password was given', remedy: 'Type LOGIN again, and the password when it is asked for.' }));
      conversation.running?.signal.addEventListener('abort', stop, { once: true });
    });
  } finally {
    conversation.secret = undefined;
    delete lines._writeToOutput;
    conversation.context.io.out('\n');
  }
}

/** What readline puts in the place of bytes that are not UTF-8: a statement with it would write something else than was typed. */
const NOT_UTF8 = '\uFFFD';

async function take(conversation: Conversation, line: string): Promise<void> {
  if (conversation.isData) {
    conversation.isData = line.trim() !== END_OF_DATA;
    return;
  }
  if (line.includes(NOT_UTF8)) {
    conversation.pending = '';
    const error = cqlshErrors.CQL_MALFORMED({
      message: 'What was typed is not UTF-8; nothing was run',
      remedy: 'Set the terminal to UTF-8, or put the statement into a file and name its encoding: --encoding latin1.',
    });
    return showError(conversation, error);
  }
  const text = `${conversation.pending}${line}\n`;
  const { statements, rest, unclosed } = scanStatements(text);
  if (rest !== undefined || unclosed !== undefined) {
    conversation.pending = text;
    return;
  }
  conversation.pending = '';
  if (statements.some((statement) => withoutPasswords(statement.text) !== statement.text)) {
    for (const secretLine of text.split('\n')) conversation.forgotten.add(secretLine);
  }
  if (statements.length > 0) await runText(conversation, text);
}

async function runText(conversation: Conversation, text: string): Promise<void> {
  const { context, shell } = conversation;
  conversation.running = new AbortController();
  const signal = AbortSignal.any([context.signal, conversation.running.signal]);
  try {
    for await (const { output, failed, error, endsText } of shell.stream(text, { signal, continueOnFailure: true })) {
      if (failed) context.io.err(context.errorStyle.red(terminalText(output.trimEnd())) + '\n');
      else await send(context, output);
      if (endsText === true) conversation.isData = true;
      if (error?.remedy !== undefined) context.io.err(`${context.errorStyle.cyan('  try')} ${error.remedy}\n`);
    }
  } catch (error) {
    const isInterrupted = conversation.running.signal.aborted;
    showError(conversation, isInterrupted ? errors.ABORTED({ message: 'Interrupted; the node may still run it' }) : toOpsError(error));
  } finally {
    conversation.running = undefined;
  }
}

function showError({ context }: Conversation, error: OpsError): void {
  writeError(context.io, error, { json: false, verbose: context.verbose, style: context.errorStyle });
}
