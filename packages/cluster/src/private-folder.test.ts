import { chmod, chown, lstat, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { assertOwnFiles, privateFolder, temporaryFolder } from './private-folder.ts';
import { temporaryDirectory } from './testing/temporary-directory.ts';

const parent = (): Promise<string> => temporaryDirectory('private');
const modeOf = async (path: string): Promise<number> => (await lstat(path)).mode & 0o777;

test('a private folder is made for its owner alone, whatever the umask, and found again', async () => {
  const before = process.umask(0);
  onTestFinished(() => void process.umask(before));
  const path = join(await parent(), 'own');
  await privateFolder(path);
  await privateFolder(path);
  expect(await modeOf(path)).toBe(0o700);
});

test('others lose permission to read a private folder, and one that they could write to is refused', async () => {
  const path = join(await parent(), 'own');
  await mkdir(path);
  await chmod(path, 0o755);
  await privateFolder(path);
  expect(await modeOf(path)).toBe(0o700);
  await chmod(path, 0o777);
  await expect(privateFolder(path)).rejects.toMatchObject({ code: 'PERMISSION_DENIED', message: expect.stringContaining('can write') });
});

test('a link, a file and the folder of another user are refused, and nothing is written there', async () => {
  const directory = await parent();
  const [target, link, file] = ['target', 'link', 'file'].map((name) => join(directory, name)) as [string, string, string];
  await mkdir(target);
  await symlink(target, link);
  await writeFile(file, '');
  const refused = { code: 'PERMISSION_DENIED', remedy: expect.stringContaining('TMPDIR') };
  await expect(privateFolder(link)).rejects.toMatchObject(refused);
  await expect(privateFolder(file)).rejects.toMatchObject(refused);
  await expect(privateFolder(target, 4711)).rejects.toMatchObject({ ...refused, message: expect.stringContaining('another user') });
  expect(await readdir(target)).toEqual([]);
});

test('the temporary folder of this user is not one that somebody else has put in its place', async () => {
  const directory = await parent();
  vi.stubEnv('TMPDIR', directory);
  onTestFinished(() => void vi.unstubAllEnvs());
  const path = await temporaryFolder();
  expect(path.startsWith(directory)).toBe(true);
  await chmod(path, 0o777);
  await expect(temporaryFolder()).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
});

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
