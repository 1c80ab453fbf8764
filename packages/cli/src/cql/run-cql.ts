import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { OpsError } from '@ringside/core';
import type { CommandContext } from '../program/context.ts';
import { openShell } from './open-shell.ts';
import type { CqlOptions } from './options.ts';
import { type Script, runScript } from './run-script.ts';
import { runTerminal } from './terminal.ts';

/** Does `ringside cql`: a script where there is one, else a terminal. */
export async function runCql(context: CommandContext, file: string | undefined, options: CqlOptions): Promise<void> {
  const script = await readScript(context, file, options.execute);
  const shell = await openShell(context, options);
  try {
    if (options.consistency !== undefined) for await (const _ of shell.run(`CONSISTENCY ${options.consistency}`)) continue;
    if (script === undefined) await runTerminal(context, shell);
    else await runScript(context, shell, script, options.keepGoing === true);
  } finally {
    await shell.close();
  }
}

/** The text to run and what to call it in messages; `undefined` when a terminal is there to type it. */
async function readScript(
  { io, json }: CommandContext,
  file: string | undefined,
  execute: string | undefined,
): Promise<Script | undefined> {
  if (file !== undefined && execute !== undefined) {
    throw new OpsError('INVALID_ARGUMENT', { message: 'A file and --execute cannot be run at once', remedy: 'Give one of them.' });
  }
  if (execute !== undefined) return { name: '--execute', text: execute };
  if (file !== undefined && file !== '-') return { name: file, text: await readScriptFile(resolve(io.workingDirectory, file)) };
  const input = io.input?.();
  if (input?.isTTY === true && file === undefined) {
    if (!json && io.outIsTerminal) return undefined;
    throw new OpsError('INVALID_ARGUMENT', {
      message: `A shell on a terminal cannot print ${json ? 'one JSON value' : 'into a pipe'}`,
      remedy: 'Give the statements with --execute, as a file, or on standard input.',
    });
  }
  return { name: '<stdin>', text: input === undefined ? '' : await readAll(input) };
}

async function readScriptFile(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing) throw new OpsError('NOT_FOUND', { message: `${file} does not exist`, cause });
    throw new OpsError('INVALID_ARGUMENT', { message: `${file} cannot be read: ${(cause as Error).message}`, cause });
  }
}
