import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProcessIdentity, isRunning } from '../node/process.ts';
import { privateFolder, temporaryFolder } from '../private-folder.ts';

/**
 * Where claims of one kind are kept, so that the processes of this user that run at the same time do not meet. Private, because in a folder
 * that all may write to, anybody could claim everything.
 *
 * @throws OpsError `PERMISSION_DENIED`
 */
export async function claimsFolder(kind: 'blocks' | 'ports'): Promise<string> {
  return await privateFolder(join(await temporaryFolder(), kind));
}

/**
 * Writes down that a process holds something. The claim of one that has ended is removed, for the next try: two that find the same dead
 * claim must not both take it.
 *
 * @returns false when somebody holds it, or did
 */
export async function claim(file: string, owner: ProcessIdentity): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(owner), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!(await isHeldByLiving(file))) await release(file);
    return false;
  }
}

/** Gives up a claim; one that is gone is no error. */
export async function release(file: string): Promise<void> {
  await rm(file, { force: true });
}

async function isHeldByLiving(file: string): Promise<boolean> {
  try {
    return isRunning(JSON.parse(await readFile(file, 'utf8')) as ProcessIdentity);
  } catch {
    return false;
  }
}
