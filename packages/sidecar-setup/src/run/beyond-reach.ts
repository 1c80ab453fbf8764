import { lstat, readlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { errors, type OpsError } from '@ringside/core';
import type { User } from './as-user.ts';

const MOST_LINKS = 40;
const OTHERS_WRITE = 0o002;
const GROUP_WRITES = 0o020;
/** In such a folder everybody may put something, and take away only what is their own. */
const STICKY = 0o1000;

/** What tells a file from every other one. */
interface File {
  readonly dev: number;
  readonly ino: number;
}

/**
 * Makes sure that a path leads to a folder, and that a user cannot have it lead elsewhere: no part of it is that user's, and no folder on the way can be
 * written by that user, its group or everybody.
 *
 * @param expected the folder that was opened by this path
 * @throws OpsError `PERMISSION_DENIED`
 */
export async function assertBeyondReach(folder: string, user: User, expected: File): Promise<void> {
  const parts = partsOf(resolve(folder));
  let at = '/';
  let links = 0;
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    if (part === '..') at = dirname(at);
    else {
      const next = join(at, part);
      const found = await lstat(next);
      if (found.uid === user.uid || (await lets(at, user))) throw reachable(folder, next, user);
      if (!found.isSymbolicLink()) at = next;
      else if ((links += 1) > MOST_LINKS) throw reachable(folder, next, user);
      else {
        const target = await readlink(next);
        if (target.startsWith('/')) at = '/';
        parts.unshift(...partsOf(target));
      }
    }
  }
  const { dev, ino } = await lstat(at);
  if (dev !== expected.dev || ino !== expected.ino) throw reachable(folder, at, user);
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

/** Whether a user may replace what is in a folder. */
async function lets(folder: string, { uid, gid }: User): Promise<boolean> {
  const found = await lstat(folder);
  if (found.uid === uid) return true;
  if ((found.mode & STICKY) !== 0) return false;
  return (found.mode & OTHERS_WRITE) !== 0 || ((found.mode & GROUP_WRITES) !== 0 && found.gid === gid);
}

function reachable(folder: string, part: string, { uid }: User): OpsError {
  return errors.PERMISSION_DENIED({
    message: `${folder} belongs to somebody else than the user with id ${uid}, who can replace ${part}: nothing is changed there as root`,
    remedy: `See whose each part is: namei -l ${folder}. Give the folder to that user, or leave the next start alone: ringside sidecar init --no-permanent.`,
  });
}
