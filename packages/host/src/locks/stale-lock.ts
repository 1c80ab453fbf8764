import { createHash, randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';

/**
 * Makes a file appear with its whole content at once, and only where nothing was: a hard link can do both, so nobody sees half a lock.
 *
 * @returns false when there is a file already
 */
export async function createExclusively(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** What {@link removeStaleLock} works with. */
export interface StaleLock {
  /** The lock file. */
  readonly path: string;
  /** The whole content of the lock as it was judged. No later lock may have the same. */
  readonly stale: string;
  /** How the caller would name itself in a lock. */
  readonly mine: string;
  /** Whether the holder of a lock has ended. */
  readonly isStale: (content: string, path: string) => Promise<boolean>;
}

/**
 * Removes a lock whose holder has ended, and never the lock of somebody who took its place since. Moving the file away and looking then is
 * not enough: until it is back, a third process takes the free place, and two have the lock. So whoever removes it first takes a lock on
 * that, named after the stale content. A lock of that kind that a crash has left is removed in the same way.
 *
 * @returns true when this call removed it; else look at the lock again
 */
export async function removeStaleLock({ path, stale, mine, isStale }: StaleLock): Promise<boolean> {
  const claim = claimPath(path, stale);
  if (!(await createExclusively(claim, mine))) {
    const claimant = await contentOf(claim);
    if (claimant !== undefined && (await isStale(claimant, claim))) await removeStaleLock({ path: claim, stale: claimant, mine, isStale });
    return false;
  }
  try {
    if ((await contentOf(path)) !== stale) return false;
    await rm(path, { force: true });
    return true;
  } finally {
    await rm(claim, { force: true });
  }
}

/** The content of a lock file; `undefined` when it is not there or cannot be read. */
export async function contentOf(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch(() => undefined);
}

/** Where the lock on the removal of a stale lock stands: beside it, named after its content. */
export function claimPath(path: string, stale: string): string {
  return `${path}.${createHash('sha256').update(stale).digest('hex').slice(0, 16)}`;
}
