import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readlink, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { errors, isOpsError } from '@ringside/core';
import { diskFullOr, readPlainFile } from '@ringside/host';
import { asUser, type User } from './as-user.ts';
import { assertBeyondReach } from './beyond-reach.ts';

const MODE = 0o7777;
const MOST_BYTES = 2 ** 20;
const MOST_LINKS = 40;

type Edit = (text: string) => string;

/**
 * Reads a file of JVM options with the rights of a node's user, whose scripts read it too.
 *
 * @returns `undefined` where there is none
 */
export async function readOptions(path: string, user: User): Promise<string | undefined> {
  const read = async (): Promise<string> => (await readPlainFile(path, { mostBytes: MOST_BYTES, followsLink: true })).toString();
  return await asUser(user, read).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
}

/**
 * Changes a file of JVM options as a whole, never half-way. Mode and owner stay; a link stays a link.
 *
 * It is done with the rights of the node's user where the folder is that user's, else with those of the folder's owner; and then only where the node's
 * user cannot have the path lead elsewhere, and within the folder that was opened, whatever becomes of the path meanwhile.
 *
 * @param user of the node
 * @returns whether anything was to be changed
 * @throws OpsError `PERMISSION_DENIED` when it may not be written
 */
export async function editOptions(path: string, user: User, edit: Edit): Promise<boolean> {
  try {
    return process.geteuid?.() === 0 ? await editAsRoot(path, user, edit) : await editHere(path, edit);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (isOpsError(error) || (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS')) throw error;
    const remedy = 'Run this as root, or leave the next start of the node alone: ringside sidecar init --no-permanent.';
    throw errors.PERMISSION_DENIED({ message: `${path} may not be changed: ${message}`, remedy, cause: error });
  }
}

async function editAsRoot(path: string, user: User, edit: Edit, links = 0): Promise<boolean> {
  const folder = await open(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    const owner = await folder.stat();
    if (owner.uid === user.uid) return await asUser(user, () => editHere(path, edit));
    await assertBeyondReach(dirname(path), user, owner);
    const link = await linkIn(folder, basename(path), user);
    if (link === undefined) return await asUser(owner, () => editFile(join(placeOf(folder), basename(path)), edit));
    if (links < MOST_LINKS) return await editAsRoot(resolve(dirname(path), link), user, edit, links + 1);
    throw errors.PERMISSION_DENIED({ message: `${path} leads through too many links`, remedy: `See where it leads: namei ${path}` });
  } finally {
    await folder.close();
  }
}

/** The folder that was opened, whatever has its name now: Node has no `openat(2)`, but Linux has the open files of a process as a folder. */
function placeOf(folder: FileHandle): string {
  return `/proc/self/fd/${folder.fd}`;
}

/** Where a link in the folder leads; a folder that the user may write to holds no link of the user's that root would follow. */
async function linkIn(folder: FileHandle, name: string, { uid }: User): Promise<string | undefined> {
  const file = join(placeOf(folder), name);
  const found = await lstat(file);
  if (!found.isSymbolicLink()) return undefined;
  if (found.uid !== uid) return await readlink(file);
  throw errors.PERMISSION_DENIED({
    message: `${name} is a link that the user with id ${uid} made: root does not follow it`,
    remedy: 'Replace it by the file itself, or run this as that user.',
  });
}

/** With no more rights than the user has who may swap parts of the path. */
async function editHere(path: string, edit: Edit): Promise<boolean> {
  return await editFile(await realpath(path), edit);
}

async function editFile(file: string, edit: Edit): Promise<boolean> {
  const before = (await readPlainFile(file, { mostBytes: MOST_BYTES })).toString();
  const after = edit(before);
  if (after === before) return false;
  await replace(file, after, await lstat(file));
  return true;
}

/** Mode and owner are given to the new file while only its handle names it. */
async function replace(file: string, text: string, { mode, uid, gid }: Stats): Promise<void> {
  const temporary = `${file}.${randomUUID()}`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      if (process.geteuid?.() === 0) await handle.chown(uid, gid);
      await handle.chmod(mode & MODE);
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    throw diskFullOr(error, file);
  } finally {
    await rm(temporary, { force: true });
  }
}
