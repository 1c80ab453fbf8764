import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { onTestFinished } from 'vitest';

/** A folder that every user may look into, until the test ends: that for temporary files of the tests is closed to other users. */
export async function folderForAll(): Promise<string> {
  const folder = await mkdtemp('/tmp/ringside-for-all-');
  onTestFinished(() => rm(folder, { recursive: true }));
  await chmod(folder, 0o755);
  return folder;
}
