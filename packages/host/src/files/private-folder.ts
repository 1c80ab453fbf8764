import { chmod, lstat, mkdir, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { errors, type OpsError } from '@ringside/core';

const OWNER_ONLY = 0o700;
const OTHERS_WRITE = 0o022;
const OTHERS = 0o077;

/**
 * A folder that only this user can use, made when it is missing. One that is already there must be this user's own and must not be a
 * symbolic link: whoever made it first may have put anything in it. Permission to read is taken from others; a folder that others
 * could write to is refused, because what is in it may be theirs.
 *
 * @param path the folder; missing parents are made too
 * @param userId the user that must own it; for tests
 * @returns the path
 * @throws OpsError `PERMISSION_DENIED`
 */
export async function privateFolder(path: string, userId: number | undefined = process.getuid?.()): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY });
  await mkdir(path, { mode: OWNER_ONLY }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const found = await lstat(path);
  if (!found.isDirectory()) throw unsafe(path, 'it is not a folder');
  if (userId !== undefined && found.uid !== userId) throw unsafe(path, `it belongs to another user (id ${found.uid})`);
  if (userId !== undefined && (found.mode & OTHERS_WRITE) !== 0) throw unsafe(path, 'other users can write to it');
  if (userId !== undefined && (found.mode & OTHERS) !== 0) await chmod(path, OWNER_ONLY);
  return path;
}

/**
 * This user's own folder in the machine's folder for temporary files, for what several processes must find by its name. A name in a
 * shared folder can be taken by anyone beforehand; within this one it cannot.
 *
 * @throws OpsError `PERMISSION_DENIED` when another user has taken the name
 */
export async function temporaryFolder(): Promise<string> {
  return await privateFolder(join(await realpath(tmpdir()), `ringside-${process.getuid?.() ?? 0}`));
}

function unsafe(path: string, reason: string): OpsError {
  return errors.PERMISSION_DENIED({
    message: `${path} cannot be used as a private folder: ${reason}`,
    remedy: `Remove it, or point TMPDIR at a folder of your own: export TMPDIR="$HOME/tmp".`,
    details: { path },
  });
}
