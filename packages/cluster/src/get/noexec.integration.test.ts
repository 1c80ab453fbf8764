import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpsError } from '@ringside/core';
import { afterAll, expect, test } from 'vitest';
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

test('a folder on a file system that is really mounted noexec is refused; where nothing may be mounted, the same folder is accepted', async () => {
  await assertExecutableFolder(tmpdir());
  const outcome = await assertExecutableFolder(directory).then(
    () => 'accepted',
    ({ code, message }: OpsError) => `${code}: ${message}`,
  );
  const refusal = `PERMISSION_DENIED: The folder for temporary files ${directory} may not be used: it is mounted noexec`;
  expect(outcome).toBe(mounted ? refusal : 'accepted');
});
