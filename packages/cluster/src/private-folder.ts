import { chmodSync, lstatSync, statSync } from 'node:fs';
import { chmod, lstat, mkdir, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { OpsError } from '@ringside/core';

const OWNER_ONLY = 0o700;
const OTHERS_WRITE = 0o022;
const OTHERS = 0o077;

/**
 * A folder that only this user can use, made when it is missing. One that is already there must be this user's own and must not be a
 * symbolic link: whoever made it first may have put anything in it. Permission to read is taken from others; a folder that others
 * could write to is refused, because what is in it may be theirs.
 *
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

const ROOT = 0;

/**
 * Makes sure that what is about to be run, loaded or believed is nobody else's: every one of these files and folders, and what a link leads to,
 * belongs to this user, to root, or to one of the others that are named. What other users could write to is closed to them. Where there is
 * nothing, there is nothing to check.
 *
 * @param owners ids of users that are trusted as well, such as the owner of a folder that was named
 * @throws OpsError `PERMISSION_DENIED` naming what belongs to somebody else
 */
export function assertOwnFiles(paths: readonly string[], owners: readonly number[] = []): void {
  const self = process.getuid?.();
  if (self === undefined) return;
  const trusted = new Set([self, ROOT, ...owners]);
  for (const path of paths) {
    const found = [lstatSync(path, { throwIfNoEntry: false }), statSync(path, { throwIfNoEntry: false })];
    const stranger = found.find((each) => each !== undefined && !trusted.has(each.uid));
    if (stranger !== undefined) throw foreign(path, stranger.uid);
    const [own] = found;
    if (own?.uid === self && !own.isSymbolicLink() && (own.mode & OTHERS_WRITE) !== 0) chmodSync(path, own.mode & 0o7777 & ~OTHERS_WRITE);
  }
}

function foreign(path: string, owner: number): OpsError {
  return new OpsError('PERMISSION_DENIED', {
    message: `${path} belongs to another user (id ${owner}), and what is in it would run as you`,
    remedy: `Look at it, then remove it or make it yours: sudo chown -R "$(id -u)" ${path}.`,
    details: { path, owner },
  });
}

function unsafe(path: string, reason: string): OpsError {
  return new OpsError('PERMISSION_DENIED', {
    message: `${path} cannot be used as a private folder: ${reason}`,
    remedy: `Remove it, or point TMPDIR at a folder of your own: export TMPDIR="$HOME/tmp".`,
    details: { path },
  });
}
