import { chmod, chown, lstat, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../vitest.ts';
import { assertOwnFiles, entriesOf } from './own-files.ts';

const parent = (): Promise<string> => temporaryDirectory('own-files');
const modeOf = async (path: string): Promise<number> => (await lstat(path)).mode & 0o777;

test('what others could write to is closed to them before it is believed', async () => {
  const directory = await parent();
  const [folder, file] = [join(directory, 'ring'), join(directory, 'ring.json')];
  await mkdir(folder);
  await writeFile(file, '{}');
  await chmod(folder, 0o777);
  await chmod(file, 0o666);
  assertOwnFiles([folder, file, join(directory, 'missing')]);
  expect([await modeOf(folder), await modeOf(file)]).toEqual([0o755, 0o644]);
});

test.runIf(process.getuid?.() === 0)(
  'what another user has put there is refused, also behind a link (skipped where the tests do not run as root)',
  async () => {
    const directory = await parent();
    const theirs = join(directory, 'theirs');
    await writeFile(theirs, '{}');
    await chown(theirs, 65_534, 65_534);
    const link = join(directory, 'link');
    await symlink(theirs, link);
    for (const path of [theirs, link]) {
      expect(() => assertOwnFiles([path])).toThrow(
        expect.objectContaining({ code: 'PERMISSION_DENIED', message: expect.stringContaining(path) }),
      );
      expect(() => assertOwnFiles([path], [65_534])).not.toThrow();
    }
  },
);

test('a folder has entries, and what is no folder has none', async () => {
  const directory = await parent();
  const file = join(directory, 'file');
  await writeFile(file, '');
  expect([entriesOf(directory), entriesOf(file), entriesOf(join(directory, 'missing'))]).toEqual([[file], [], []]);
});
