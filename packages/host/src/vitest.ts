/**
 * For tests that touch the file system; needs Vitest.
 *
 * @packageDocumentation
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * Makes a folder for the test that runs. It is gone when that has finished, whatever the test made in it.
 *
 * @param purpose a part of its name, for whoever looks at the folder for temporary files
 * @returns its real path, without symbolic links
 */
export async function temporaryDirectory(purpose: string): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), `ringside-${purpose}-`)));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}
