import { readFile, rm } from 'node:fs/promises';
import { writeAtomically } from '../files/atomic.ts';
import type { ProcessIdentity } from './identity.ts';

/**
 * Records a process so that another launcher can find it.
 *
 * @param file its path
 */
export async function writeProcessFile(file: string, identity: ProcessIdentity): Promise<void> {
  await writeAtomically(file, `${JSON.stringify(identity)}\n`);
}

/**
 * Reads {@link writeProcessFile}'s file.
 *
 * @returns `undefined` when there is none, when it cannot be read as one, and when it does not say when the process started
 */
export async function readProcessFile(file: string): Promise<ProcessIdentity | undefined> {
  try {
    const { pid, startedAt } = JSON.parse(await readFile(file, 'utf8')) as Partial<ProcessIdentity>;
    return typeof pid === 'number' && typeof startedAt === 'string' && startedAt !== '' ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}

/** Forgets a process. */
export async function removeProcessFile(file: string): Promise<void> {
  await rm(file, { force: true });
}
