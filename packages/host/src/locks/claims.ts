import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { privateFolder, temporaryFolder } from '../files/private-folder.ts';
import type { ProcessIdentity } from '../process/identity.ts';
import { markOf } from '../process/mark.ts';
import { claimFile } from './claim.ts';

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
 * Writes down that a process holds something. The claim of one that has ended is taken over.
 *
 * @param file the claim's path, the same for everybody who may claim it
 * @returns false when somebody holds it
 */
export async function claimForProcess(file: string, owner: ProcessIdentity): Promise<boolean> {
  return (await claimFile(file, { owner: markOf(owner) })).outcome === 'claimed';
}

/** Gives up a claim, whoever holds it; one that is gone is no error. */
export async function releaseClaim(file: string): Promise<void> {
  await rm(file, { force: true });
}
