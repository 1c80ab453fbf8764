import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { formatTokens, parseTokens, type TokenEntry } from '@ringside/access';
import { type CommandContext, operand, option, text } from '@ringside/cli-kit';
import { errors } from '@ringside/core';
import { assertOwnersAlone, exclusively, writeDurably } from '@ringside/host';

/** The file of tokens, of every command of this group. */
export const FILE_OPTION = option('--file <file>', text, 'The file of tokens: authentication.tokensFile of the sidecars', {
  env: 'RINGSIDE_TOKENS_FILE',
});

/** Whose token it is. */
export const NAME_OPERAND = operand(text, 'Whose token it is, such as alice or ci');

/** A caller as it is printed: nothing of the token. */
export function shown({ name, roles, expiresMs }: TokenEntry): { name: string; roles: readonly string[]; expiresAt: string | null } {
  return { name, roles, expiresAt: expiresMs === undefined ? null : new Date(expiresMs).toISOString() };
}

/** The path of the file, which has to be named. */
export function tokensPath({ io }: CommandContext, file: string | undefined): string {
  if (file !== undefined) return resolve(io.workingDirectory, file);
  throw errors.INVALID_ARGUMENT({
    message: 'The file of tokens is not named',
    remedy: 'Say --file, or set RINGSIDE_TOKENS_FILE.',
  });
}

/** Reads the file; one that is not there has no tokens. */
export async function readTokens(path: string): Promise<readonly TokenEntry[]> {
  if (!existsSync(path)) return [];
  await assertOwnersAlone(path, path);
  return parseTokens(await readFile(path, 'utf8'), path);
}

const WITHIN_MS = 10_000;

/** Changes the file, while no other command does. Sidecars see the old lines or the new ones, never a part. */
export async function changeTokens(
  { clock, signal }: CommandContext,
  path: string,
  change: (entries: readonly TokenEntry[]) => readonly TokenEntry[],
): Promise<void> {
  const work = async (): Promise<void> => writeDurably(path, formatTokens(change(await readTokens(path))), 0o600);
  await exclusively(`${path}.lock`, work, { clock, signal, withinMs: WITHIN_MS });
}
