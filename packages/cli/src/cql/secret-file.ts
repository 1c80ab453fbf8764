import { readFile, stat } from 'node:fs/promises';
import { decodeCqlText } from '@ringside/cqlsh';
import { errors, isOpsError } from '@ringside/core';
import { type Ini, parseIni } from './ini.ts';

const FOR_OTHERS = 0o077;

/**
 * Reads a file in cqlsh's format; one with a password must be readable by its owner only.
 *
 * @throws OpsError `CONFIG_INVALID`; `PERMISSION_DENIED` when others may read a password in it
 */
export async function readIni(file: string): Promise<Ini> {
  const [mode, bytes] = await Promise.all([stat(file).then((found) => found.mode), readFile(file)]).catch((cause: unknown) => {
    const why = (cause as NodeJS.ErrnoException).code ?? 'unreadable';
    throw errors.CONFIG_INVALID({ message: `${file} cannot be read (${why})`, cause });
  });
  const ini = parseIni(textOf(bytes, file), file);
  const hasPassword = [...ini.sections.values()].some((section) => section.has('password'));
  if (hasPassword && (mode & FOR_OTHERS) !== 0) {
    throw errors.PERMISSION_DENIED({
      message: `${file} holds a password and may be read by others (mode ${(mode & 0o777).toString(8).padStart(4, '0')})`,
      remedy: `Run chmod 600 ${file}`,
    });
  }
  return ini;
}

function textOf(bytes: Buffer, file: string): string {
  try {
    return decodeCqlText(bytes, { name: file });
  } catch (cause) {
    if (!isOpsError(cause)) throw cause;
    const message = cause.message.replace('; nothing was run', '');
    throw errors.CONFIG_INVALID({ message, remedy: 'Save it as UTF-8.', cause });
  }
}
