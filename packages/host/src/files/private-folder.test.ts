import { chmod, lstat, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryDirectory } from '../vitest.ts';
import { privateFolder, temporaryFolder } from './private-folder.ts';

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
