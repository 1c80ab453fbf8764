import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder for one test, gone when it has finished. */
export async function temporaryDirectory(purpose: string): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), `ringside-${purpose}-`)));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}
