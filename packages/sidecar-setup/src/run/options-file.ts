import { chmod, chown, readFile, realpath, stat } from 'node:fs/promises';
import { errors } from '@ringside/core';
import { writeAtomically } from '@ringside/host';
import { asOwnerOfFolder } from './as-user.ts';

const MODE = 0o7777;

/**
 * Changes a file of JVM options as a whole, never half-way, with the rights of its folder's owner. Mode and owner stay; a link stays a link.
 *
 * @returns whether anything was to be changed
 * @throws OpsError `PERMISSION_DENIED` when it may not be written
 */
export async function editOptions(path: string, edit: (text: string) => string): Promise<boolean> {
  const file = await realpath(path);
  const before = await readFile(file, 'utf8');
  const after = edit(before);
  if (after === before) return false;
  const { mode, uid, gid } = await stat(file);
  const write = async (): Promise<void> => {
    await writeAtomically(file, after, mode & MODE);
    await chmod(file, mode & MODE);
  };
  await asOwnerOfFolder(file, write).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EACCES' && error.code !== 'EPERM' && error.code !== 'EROFS') throw error;
    const remedy = 'Run this as root, or leave the next start of the node alone with --no-permanent.';
    throw errors.PERMISSION_DENIED({ message: `${file} may not be written: ${error.message}`, remedy, cause: error });
  });
  const now = await stat(file);
  if (process.geteuid?.() === 0 && (now.uid !== uid || now.gid !== gid)) await chown(file, uid, gid);
  return true;
}
