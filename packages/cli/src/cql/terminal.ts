import { createInterface, type Interface } from 'node:readline';
import { type CqlShell, scanStatements } from '@ringside/cql';
import { OpsError, toOpsError } from '@ringside/core';
import { writeError } from '../output/write-error.ts';
import type { CommandContext } from '../program/context.ts';
import { completions } from './complete.ts';
import { forgetsLine, historyFile, HISTORY_LINES, readHistory, writeHistory } from './history.ts';

/** What is being typed, and what is being run. */
interface Conversation {
  readonly context: CommandContext;
  readonly shell: CqlShell;
  readonly lines: Interface;
  /** What was typed and has no end yet. */
  pending: string;
  /** Ends the statement that runs. */
  running: AbortController | undefined;
}

/**
 * A shell on a terminal, until Ctrl-D or EXIT: statements may go over lines and end with a semicolon; Ctrl-C drops what is typed, or
 * stops waiting for what runs. A statement that fails is shown and does not end the shell.
 */
export async function runTerminal(context: CommandContext, shell: CqlShell): Promise<void> {
  const file = historyFile(context);
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
    const clean = kept.filter((line) => !forgetsLine(line));
    kept.splice(0, kept.length, ...clean);
    history = clean;
  });
  try {
    await converse({ context, shell, lines, pending: '', running: undefined });
  } finally {
    lines.close();
    await writeHistory(file, history);
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

function prompt({ lines, pending, shell }: Conversation): void {
  const where = shell.keyspace === undefined ? 'cql' : `cql:${shell.keyspace}`;
  lines.setPrompt(pending === '' ? `${where}> ` : `${' '.repeat(where.length - 2)}... `);
  lines.prompt();
}

function interrupt(conversation: Conversation): void {
  if (conversation.running !== undefined) return conversation.running.abort();
  conversation.pending = '';
  Object.assign(conversation.lines, { line: '', cursor: 0 });
  conversation.context.io.out('^C\n');
  prompt(conversation);
}

async function take(conversation: Conversation, line: string): Promise<void> {
  const text = `${conversation.pending}${line}\n`;
  const { statements, rest, unclosed } = scanStatements(text);
  if (rest !== undefined || unclosed !== undefined) {
    conversation.pending = text;
    return;
  }
  conversation.pending = '';
  if (statements.length > 0) await runText(conversation, text);
}

async function runText(conversation: Conversation, text: string): Promise<void> {
  const { context, shell } = conversation;
  conversation.running = new AbortController();
  const signal = AbortSignal.any([context.signal, conversation.running.signal]);
  try {
    for await (const { output, failed } of shell.run(text, { signal, continueOnFailure: true })) {
      if (failed) context.io.err(context.errorStyle.red(output.trimEnd()) + '\n');
      else context.io.out(output);
    }
  } catch (error) {
    const shown = conversation.running.signal.aborted
      ? new OpsError('ABORTED', { message: 'Interrupted; the node may still run it' })
      : toOpsError(error);
    writeError(context.io, shown, { json: false, verbose: context.verbose, style: context.errorStyle });
  } finally {
    conversation.running = undefined;
  }
}
