import { tmpdir } from 'node:os';
import type { OpsError } from '@ringside/core';
import { expect, test } from 'vitest';
import { smallDisk } from '../testing/small-disk.ts';
import { assertExecutableFolder } from './cache-directory.ts';

test('a folder on a file system that is really mounted noexec is refused; where nothing may be mounted, the same folder is accepted', async () => {
  const { directory, mounted } = await smallDisk('noexec,size=1m');
  await assertExecutableFolder(tmpdir());
  const outcome = await assertExecutableFolder(directory).then(
    () => 'accepted',
    ({ code, message }: OpsError) => `${code}: ${message}`,
  );
  const refusal = `PERMISSION_DENIED: The folder for temporary files ${directory} may not be used: it is mounted noexec`;
  expect(outcome).toBe(mounted ? refusal : 'accepted');
});
