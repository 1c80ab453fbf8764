/**
 * For tests that touch the file system; needs Vitest.
 *
 * @packageDocumentation
 */
import { mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
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
  return temporaryDirectorySync(purpose);
}

/** {@link temporaryDirectory} for a test that needs the folder's name at once. */
export function temporaryDirectorySync(purpose: string): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), `ringside-${purpose}-`)));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}
