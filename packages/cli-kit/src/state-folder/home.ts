import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { errors, type OpsError, shellWord } from '@ringside/core';
import type { CommandContext } from '../program/context.ts';

/** The name of the folder that holds a local ring. */
export const STATE_FOLDER = '.ringside';

/** What of a command's context says where its ring is. */
export type Place = Pick<CommandContext, 'io' | 'global'>;

/**
 * The state folder of the local ring: `--directory` or `RINGSIDE_HOME`, else the nearest `.ringside` of this user from the working
 * directory upward, else `.ringside` in the working directory (which then does not exist yet). Symbolic links are resolved, so that
 * the folder reads the same here as in the command lines of its processes, even before it exists.
 *
 * A folder of another user is used only when it is named: its state says what programs run in the ring.
 *
 * @param userId the user that must own a folder that is found
 * @throws OpsError `PERMISSION_DENIED` when the working directory's own `.ringside` is another user's
 */
export function findHome({ io, global }: Place, userId: number | undefined = process.getuid?.()): string {
  const { workingDirectory } = io;
  if (global.directory !== undefined) return real(resolve(workingDirectory, global.directory));
  const here = join(workingDirectory, STATE_FOLDER);
  const others = foreignOwner(here, userId);
  if (others !== undefined) throw ownedByOther(here, others);
  for (let folder = workingDirectory; ; folder = dirname(folder)) {
    const candidate = join(folder, STATE_FOLDER);
    if (existsSync(candidate) && foreignOwner(candidate, userId) === undefined) return real(candidate);
    if (dirname(folder) === folder) return real(here);
  }
}

/**
 * Refuses to throw away data that lies neither in the working directory nor where the user has said.
 *
 * @param home the folder of {@link findHome}
 * @throws OpsError `INVALID_ARGUMENT`
 */
export function assertFreshIsMeant({ io, global }: Place, home: string): void {
  if (global.directory !== undefined || home === real(join(io.workingDirectory, STATE_FOLDER))) return;
  throw errors.INVALID_ARGUMENT({
    message: `--fresh would delete the data of ${home}, which is not in this folder`,
    remedy: `If that is what you mean, add --directory ${shellWord(home)}; for a ring of this folder, --directory ${STATE_FOLDER}.`,
  });
}

function ownedByOther(home: string, owner: number): OpsError {
  return errors.PERMISSION_DENIED({
    message: `${home} may not be used: it belongs to another user (id ${owner})`,
    remedy: `Become that user, or, if you trust what is in it, name it: --directory ${shellWord(home)}.`,
  });
}

/** The owner of a folder, or of the link to it, that is not the user; `undefined` for the user's own, and where there is nothing. */
function foreignOwner(folder: string, userId: number | undefined): number | undefined {
  return userId === undefined ? undefined : ownersOf(folder).find((owner) => owner !== userId);
}

/** Empty where there is nothing, or nothing that may be seen. */
function ownersOf(folder: string): readonly number[] {
  try {
    return [lstatSync(folder).uid, statSync(folder).uid];
  } catch {
    return [];
  }
}

/** The path without symbolic links; what does not exist yet is appended to the nearest folder that does. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(real(dirname(path)), basename(path));
  }
}
