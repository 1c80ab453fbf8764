import { readFile } from 'node:fs/promises';
import { isOpsError } from '@ringside/core';
import { expandHome } from '@ringside/host';
import { decodeCqlText } from '../text/decode.ts';
import { type Outcome, refused } from './outcome.ts';
import type { ShellState } from './state.ts';
import { keyword, quotedText, wordsOf } from './words.ts';

/** What `SOURCE` names; `undefined` for its file when that is not between quotes. */
export interface Source {
  readonly name: string | undefined;
}

/** What a statement that is a `SOURCE` reads, or `undefined` for any other statement. */
export function sourceOf(text: string): Source | undefined {
  const words = wordsOf(text);
  if (keyword(words[0]) !== 'source') return undefined;
  const name = words.length === 2 ? quotedText(words[1]) : undefined;
  return { name: name === undefined ? undefined : expandHome(name) };
}

const MAX_DEPTH = 8;

/** The text of the file, or why it cannot be run. */
export async function readSource(
  { ports }: ShellState,
  { name }: Source,
  depth: number,
): Promise<{ readonly name: string; readonly text: string } | Outcome> {
  if (name === undefined) return refused('Improper SOURCE command.', "Put the file's name between quotes: SOURCE 'file.cql'.");
  if (depth >= MAX_DEPTH) {
    return refused(
      `Could not open '${name}': files that source one another may be ${MAX_DEPTH} deep`,
      'Look for a file that sources itself.',
    );
  }
  try {
    return { name, text: decodeCqlText(await readFile(name), { name, encoding: ports.encoding }) };
  } catch (error) {
    if (isOpsError(error)) return { output: `${error.message}\n`, failure: error };
    return refused(`Could not open '${name}': ${(error as Error).message}`, 'The name is relative to the working directory.');
  }
}
