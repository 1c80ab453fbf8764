import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { OpsError } from '@ringside/core';
import type { CliIo } from '../output/io.ts';

/** A name and a password; never logged, never an operand or the value of an option. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const FOR_OTHERS = 0o077;

/**
 * The credentials of the environment, else of a file.
 *
 * @param option the file that `--credentials` names; `RINGSIDE_CQL_CREDENTIALS` stands in for it
 * @returns `undefined` when neither is there: the node then must let anybody in
 * @throws OpsError `CONFIG_INVALID`; `PERMISSION_DENIED` when others may read the file
 */
export async function readCredentials(
  io: Pick<CliIo, 'env' | 'workingDirectory'>,
  option: string | undefined,
): Promise<Credentials | undefined> {
  const { RINGSIDE_CQL_USERNAME: username = '', RINGSIDE_CQL_PASSWORD: password = '', RINGSIDE_CQL_CREDENTIALS: named = '' } = io.env;
  const file = option ?? (named === '' ? undefined : named);
  if (file !== undefined) return await readCredentialsFile(resolve(io.workingDirectory, file));
  if (username === '' && password === '') return undefined;
  if (username !== '' && password !== '') return { username, password };
  throw new OpsError('CONFIG_INVALID', { message: 'RINGSIDE_CQL_USERNAME and RINGSIDE_CQL_PASSWORD are needed together; one is not set' });
}

async function readCredentialsFile(file: string): Promise<Credentials> {
  const [mode, text] = await Promise.all([stat(file).then((found) => found.mode), readFile(file, 'utf8')]).catch((cause: unknown) => {
    const why = (cause as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new OpsError('CONFIG_INVALID', { message: `${file} cannot be read (${why})`, cause });
  });
  if ((mode & FOR_OTHERS) !== 0) {
    throw new OpsError('PERMISSION_DENIED', {
      message: `${file} may be read by others (mode ${(mode & 0o777).toString(8).padStart(4, '0')})`,
      remedy: `Run chmod 600 ${file}`,
    });
  }
  const username = valueOf(text, 'username');
  const password = valueOf(text, 'password');
  if (username !== undefined && password !== undefined) return { username, password };
  throw new OpsError('CONFIG_INVALID', {
    message: `${file} names no username and password`,
    remedy: 'Write [plain_text_auth], username = … and password = … on three lines.',
  });
}

/** A value of the `[plain_text_auth]` section, as cqlsh's credentials file has it; a file without sections will do. */
function valueOf(text: string, key: string): string | undefined {
  let isInside = true;
  for (const line of text.split(/\r?\n/)) {
    const section = /^\s*\[(.*)\]\s*$/.exec(line)?.[1];
    if (section !== undefined) isInside = section === 'plain_text_auth';
    const value = isInside ? new RegExp(String.raw`^\s*${key}\s*[=:]\s*(.+?)\s*$`).exec(line)?.[1] : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}
