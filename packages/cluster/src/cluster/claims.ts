import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, type ProcessIdentity } from '@ringside/host';
import { appear, contentOf, removeStaleLock } from '../get/stale-lock.ts';
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
 * claim must not both take it, and none must remove the claim of whoever has taken its place since.
 *
 * @returns false when somebody holds it, or did
 */
export async function claim(file: string, owner: ProcessIdentity): Promise<boolean> {
  const mine = JSON.stringify(owner);
  if (await appear(file, mine)) return true;
  const held = await contentOf(file);
  if (held !== undefined && isOfEnded(held)) {
    await removeStaleLock({ path: file, stale: held, mine, isStale: async (content) => await Promise.resolve(isOfEnded(content)) });
  }
  return false;
}

/** Gives up a claim; one that is gone is no error. */
export async function release(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** True also of what names no process: a claim appears with its whole content, so that is none. */
function isOfEnded(content: string): boolean {
  try {
    return !isRunning(JSON.parse(content) as ProcessIdentity);
  } catch {
    return true;
  }
}
