import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskFullOr } from './disk.ts';

/**
 * Writes a file so that a reader sees either the old text or the new one, never a part: into a new file beside it, then renamed.
 *
 * After a power cut the file may be the old one, or empty; see {@link writeDurably}.
 *
 * @param file its path; the folder must exist and take a new file
 * @param text all that the file is to hold
 * @param mode permission bits, 0644 by default
 * @throws OpsError `DISK_FULL`; any other failure as Node reports it
 */
export async function writeAtomically(file: string, text: string, mode = 0o644): Promise<void> {
  await replace(file, (temporary) => writeFile(temporary, text, { mode }));
}

/**
 * As {@link writeAtomically}, and on the disk when it resolves: a power cut leaves the old text or the new one.
 *
 * @param file its path; the folder must exist and take a new file
 * @param text all that the file is to hold
 * @param mode permission bits
 * @throws OpsError `DISK_FULL`; any other failure as Node reports it
 */
export async function writeDurably(file: string, text: string | Uint8Array, mode: number): Promise<void> {
  await replace(file, async (temporary) => {
    await writeFile(temporary, text, { mode });
    await flush(temporary);
  });
  await flushFolderOf(file);
}

/** Removes a file where it is there, so that a power cut does not bring it back: its folder no longer holds it on the disk when it resolves. */
export async function removeDurably(file: string): Promise<void> {
  await rm(file, { force: true });
  await flushFolderOf(file);
}

/** What a folder holds is data of its own; where a folder cannot be flushed, the system does it in its own time. */
async function flushFolderOf(file: string): Promise<void> {
  await flush(dirname(file)).catch(() => undefined);
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function replace(file: string, write: (temporary: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID()}`;
  try {
    await write(temporary);
    await rename(temporary, file);
  } catch (error) {
    throw diskFullOr(error, file);
  } finally {
    await rm(temporary, { force: true });
  }
}
