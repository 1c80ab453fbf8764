import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer as readAll } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import type { CommandContext } from '@ringside/cli-kit';
import { errors } from '@ringside/core';
import { cqlshErrors, decodeCqlText } from '@ringside/cqlsh';
import { type CqlOperands, readInvocation } from './invocation.ts';
import { namingEncoding } from './naming-encoding.ts';
import { type Asker, openShell } from './open-shell.ts';
import type { CqlOptions } from './options.ts';
import { NOBODY_READS_EXIT_CODE, NobodyReads } from './print.ts';
import { type Script, runScript } from './run-script.ts';
import { runTerminal } from './terminal.ts';

/**
 * Does `ringside cql`: a script where there is one, else a terminal.
 *
 * @returns an exit code when it is not 0 and there is nothing to say: 141 when the reader of the output has gone
 */
export async function runCql(context: CommandContext, operands: CqlOperands, options: CqlOptions): Promise<number | void> {
  // An answer may be of any length, and nothing of it is kept: V8 would otherwise let what was printed grow to twice the memory.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--optimize-for-size');
  const invocation = readInvocation(operands, options);
  const script = await readScript(context, invocation);
  const asker: Asker = {};
  const { shell, keepsHistory } = await openShell(context, invocation, asker);
  try {
    if (invocation.consistency !== undefined) for await (const _ of shell.run(`CONSISTENCY ${invocation.consistency}`)) continue;
    if (script === undefined) await runTerminal(context, shell, { asker, keepsHistory });
    else await runScript(context, shell, script, invocation.keepGoing);
  } catch (error) {
    if (error instanceof NobodyReads) return NOBODY_READS_EXIT_CODE;
    throw error;
  } finally {
    await shell.close();
  }
}

/** The text to run and what to call it in messages; `undefined` when a terminal is there to type it. */
async function readScript({ io, json }: CommandContext, { file, execute, encoding }: CqlOptions): Promise<Script | undefined> {
  if (execute !== undefined) return { name: '--execute', text: asTyped(execute) };
  if (file !== undefined && file !== '-') {
    return decodeScript(await readScriptFile(resolve(io.workingDirectory, file)), file, encoding);
  }
  const input = io.input?.();
  if (input?.isTTY === true && file === undefined) {
    if (!json && io.outIsTerminal) return undefined;
    throw errors.INVALID_ARGUMENT({
      message: `A shell on a terminal cannot print ${json ? 'one JSON value' : 'into a pipe'}`,
      remedy: 'Give the statements with --execute, as a file, or on standard input.',
    });
  }
  const bytes = input === undefined ? Buffer.alloc(0) : await readAll(input);
  return decodeScript(bytes, '<stdin>', encoding);
}

function decodeScript(bytes: Buffer, name: string, encoding: string | undefined): Script {
  try {
    return { name, text: decodeCqlText(bytes, { name, encoding }) };
  } catch (error) {
    throw namingEncoding(error);
  }
}

async function readScriptFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing) {
      const remedy = 'Check its name. A host is given with --host, or with its port behind it.';
      throw errors.NOT_FOUND({ message: `${file} does not exist`, remedy, cause });
    }
    throw errors.INVALID_ARGUMENT({ message: `${file} cannot be read: ${(cause as Error).message}`, cause });
  }
}

/** Node puts U+FFFD in the place of bytes of the command line that are not UTF-8; a statement with it would write something else. */
function asTyped(execute: string): string {
  if (!execute.includes('\uFFFD') || isCommandLineUtf8()) return execute;
  throw cqlshErrors.CQL_MALFORMED({
    message: '--execute holds bytes that are not UTF-8; nothing was run',
    remedy: 'Use a UTF-8 terminal, or put the statements into a file and name its encoding: --encoding latin1.',
  });
}

function isCommandLineUtf8(): boolean {
  try {
    return isUtf8(readFileSync('/proc/self/cmdline'));
  } catch {
    return false;
  }
}
