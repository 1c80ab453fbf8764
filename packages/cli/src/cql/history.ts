import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findHome, type Place } from '@ringside/cli-kit';
import { writeDurably } from '@ringside/host';

/** How many lines are kept. */
export const HISTORY_LINES = 1000;
const FILE = 'cql-history';
const OWNER_ONLY = 0o600;

/** Where what was typed is kept: in the state folder, where there is one, else in the user's home. */
export function historyFile(place: Place): string {
  const home = findHome(place);
  return existsSync(home) ? join(home, FILE) : join(homedir(), `.ringside-${FILE}`);
}

/** The lines of earlier sessions, the newest first; none when the file is not there. */
export async function readHistory(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .toReversed()
    .slice(0, HISTORY_LINES);
}

/** Keeps the lines, the newest first as readline has them, in a file that only its owner can read; failing does no harm. */
export async function writeHistory(file: string, lines: readonly string[]): Promise<void> {
  const text = lines.slice(0, HISTORY_LINES).toReversed().join('\n');
  await writeDurably(file, `${text}\n`, OWNER_ONLY).catch(() => undefined);
}

/** A line that may hold a password is not kept, in memory or on disk. */
export function forgetsLine(line: string): boolean {
  return /\bpassword\b/i.test(line) || /^\s*login\b/i.test(line);
}
