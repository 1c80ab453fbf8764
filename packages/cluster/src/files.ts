import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskFullOr } from './disk.ts';

/**
 * Writes a file so that a reader sees either the old text or the new one, never a part: into a new file beside it, then renamed.
 *
 * @param mode permission bits, 0644 unless told
 * @throws OpsError `DISK_FULL`; any other failure as Node reports it
 */
export async function writeAtomically(file: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID()}`;
  try {
    await writeFile(temporary, text, { mode });
    await rename(temporary, file);
  } catch (error) {
    throw diskFullOr(error, file);
  } finally {
    await rm(temporary, { force: true });
  }
}
