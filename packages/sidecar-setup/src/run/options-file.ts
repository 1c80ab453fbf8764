import { chmod, chown, readFile, realpath, stat } from 'node:fs/promises';
import { errors } from '@ringside/core';
import { writeAtomically } from '@ringside/host';
import { asOwnerOfFolder } from './as-user.ts';

const MODE = 0o7777;

/**
 * Changes a file of JVM options as a whole, never half-way. Mode and owner stay; a link stays a link. All of it is done with the rights of the owner of
 * the folder in which the file is named: whoever may put a link there must not have root read or write where it leads.
 *
 * @returns whether anything was to be changed
 * @throws OpsError `PERMISSION_DENIED` when it may not be written
 */
export async function editOptions(path: string, edit: (text: string) => string): Promise<boolean> {
  try {
    return await asOwnerOfFolder(path, () => editHere(path, edit));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') throw error;
    const remedy = 'Run this as root, or leave the next start of the node alone: ringside sidecar init --no-permanent.';
    throw errors.PERMISSION_DENIED({ message: `${path} may not be changed: ${message}`, remedy, cause: error });
  }
}

async function editHere(path: string, edit: (text: string) => string): Promise<boolean> {
  const file = await realpath(path);
  const before = await readFile(file, 'utf8');
  const after = edit(before);
  if (after === before) return false;
  const { mode, uid, gid } = await stat(file);
  await writeAtomically(file, after, mode & MODE);
  await chmod(file, mode & MODE);
  if (process.geteuid?.() === 0) await chown(file, uid, gid);
  return true;
}
