import { readFile, stat } from 'node:fs/promises';
import { errors, type OpsError } from '@ringside/core';

/**
 * Reads a secret from a file that only its owner can read; blanks around it are not part of it.
 *
 * @param key what names the file to the person who chose it, for messages: a key of the configuration, an option
 * @param file its path
 * @throws OpsError `CONFIG_INVALID` when the file cannot be read or is empty; `PERMISSION_DENIED` when others may read it
 */
export async function readSecretFile(key: string, file: string): Promise<string> {
  await assertOwnersAlone(file, `${key}: ${file}`);
  const secret = (await readTextFile(key, file)).trim();
  if (secret === '') throw errors.CONFIG_INVALID({ message: `${key}: ${file} is empty` });
  return secret;
}

/**
 * Reads a file as text.
 *
 * @throws OpsError `CONFIG_INVALID` when it cannot be read
 */
export async function readTextFile(key: string, file: string): Promise<string> {
  return (await readBytes(file, `${key}: ${file}`)).toString('utf8');
}

/**
 * Reads a file that somebody named.
 *
 * @param file its path
 * @param what names the file in messages
 * @throws OpsError `CONFIG_INVALID` when it cannot be read
 */
export async function readBytes(file: string, what: string = file): Promise<Buffer> {
  return await readFile(file).catch((error: unknown) => {
    throw unreadable(what, error);
  });
}

const FOR_OTHERS = 0o077;

/**
 * Refuses a file with a secret in it that others than its owner can read.
 *
 * @param file its path
 * @param what names the file in messages
 * @throws OpsError `PERMISSION_DENIED`; `CONFIG_INVALID` when there is no such file
 */
export async function assertOwnersAlone(file: string, what: string): Promise<void> {
  const { mode } = await stat(file).catch((error: unknown) => {
    throw unreadable(what, error);
  });
  if ((mode & FOR_OTHERS) === 0) return;
  throw errors.PERMISSION_DENIED({
    message: `${what} may be read by others (mode ${(mode & 0o777).toString(8).padStart(4, '0')})`,
    remedy: `Run chmod 600 ${file}`,
  });
}

function unreadable(what: string, error: unknown): OpsError {
  const why = (error as NodeJS.ErrnoException).code ?? 'unreadable';
  return errors.CONFIG_INVALID({ message: `${what} cannot be read (${why})`, cause: error });
}
