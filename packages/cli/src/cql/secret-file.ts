import { decodeCqlText } from '@ringside/cqlsh';
import { errors, isOpsError } from '@ringside/core';
import { assertOwnersAlone, readBytes } from '@ringside/host';
import { type Ini, parseIni } from './ini.ts';

/**
 * Reads a file in cqlsh's format; one with a password must be readable by its owner only.
 *
 * @throws OpsError `CONFIG_INVALID`; `PERMISSION_DENIED` when others may read a password in it
 */
export async function readIni(file: string): Promise<Ini> {
  const ini = parseIni(textOf(await readBytes(file), file), file);
  const hasPassword = [...ini.sections.values()].some((section) => section.has('password'));
  if (hasPassword) await assertOwnersAlone(file, `${file} holds a password and`);
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
