import { open } from 'node:fs/promises';
import { expandHome } from '@ringside/host';
import type { CommandCall } from './command-call.ts';
import { type Outcome, refused, said } from './outcome.ts';
import type { ShellState } from './state.ts';
import { keyword, quotedText } from './words.ts';

/** `CAPTURE 'file'` appends what the node answers to a file until `CAPTURE OFF`; errors and the shell's own lines stay on the screen. */
export async function capture({ state, args }: CommandCall): Promise<Outcome> {
  const [what] = args;
  const now = state.capture;
  if (args.length === 0) {
    return said(now === undefined ? 'Currently not capturing query output.' : `Currently capturing query output to '${now.name}'.`);
  }
  if (args.length === 1 && keyword(what) === 'off') {
    if (now === undefined) return refused('Not currently capturing output.', "CAPTURE 'file' begins it.");
    await endCapture(state);
    return { output: '' };
  }
  const name = args.length === 1 ? quotedText(what) : undefined;
  if (name === undefined) return refused('Improper CAPTURE command.', "Put the file's name between quotes: CAPTURE 'file'.");
  if (now !== undefined) return refused(`Already capturing output to ${now.name}. Use CAPTURE OFF to disable.`, 'CAPTURE OFF ends it.');
  return await beginCapture(state, expandHome(name));
}

async function beginCapture(state: ShellState, name: string): Promise<Outcome> {
  try {
    state.capture = { name, file: await open(name, 'a') };
  } catch (error) {
    return refused(`Could not open '${name}' for append: ${(error as Error).message}`, 'Name a file that you may write.');
  }
  return said(`Now capturing query output to '${name}'.`);
}

/** Writes to the captured file; what cannot be written ends the capture. */
export async function writeCapture(state: ShellState, text: string): Promise<Outcome | undefined> {
  const now = state.capture;
  if (now === undefined || text === '') return undefined;
  try {
    await now.file.write(text);
    return undefined;
  } catch (error) {
    await endCapture(state);
    const remedy = 'What it held before is there; the output of this statement is not complete.';
    return refused(`Could not write '${now.name}': ${(error as Error).message}`, remedy);
  }
}

/** Closes the captured file, if there is one. */
export async function endCapture(state: ShellState): Promise<void> {
  const now = state.capture;
  state.capture = undefined;
  await now?.file.close().catch(() => undefined);
}
