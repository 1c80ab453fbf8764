import { chmodSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errors, type OpsError } from '@ringside/core';

const OTHERS_WRITE = 0o022;
const ROOT = 0;

/**
 * Makes sure that what is about to be run, loaded or believed is nobody else's: every one of these files and folders, and what a link leads to,
 * belongs to this user, to root, or to one of the others that are named. What other users could write to is closed to them. Where there is
 * nothing, there is nothing to check.
 *
 * @param paths files and folders; those that are missing are skipped
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
  return errors.PERMISSION_DENIED({
    message: `${path} belongs to another user (id ${owner}), and what is in it would run as you`,
    remedy: `Look at it, then remove it or make it yours: sudo chown -R "$(id -u)" ${path}.`,
    details: { path, owner },
  });
}

/** The paths of what is in a folder; none for what is no folder, or may not be read. */
export function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
