import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertExecutableFolder } from './cache-directory.ts';

/** Only root may mount, and not in every container. */
const directory = mkdtempSync(join(tmpdir(), 'ringside-noexec-'));
const mounted = tryMount();

function tryMount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'noexec,size=1m', 'tmpfs', directory], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

afterAll(() => {
  if (mounted) execFileSync('umount', [directory]);
  rmSync(directory, { recursive: true });
});

describe.runIf(mounted)('assertExecutableFolder() on a real mount', () => {
  beforeAll(() => assertExecutableFolder(tmpdir()));

  it('refuses one that is mounted noexec', async () => {
    await expect(assertExecutableFolder(directory)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      message: `The folder for temporary files ${directory} may not be used: it is mounted noexec`,
    });
  });
});

describe.runIf(!mounted)('assertExecutableFolder() where nothing may be mounted', () => {
  it('accepts the folder that the tests run in', async () => {
    await expect(assertExecutableFolder(directory)).resolves.toBeUndefined();
  });
});
