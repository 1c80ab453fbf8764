import { chmod, chown, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '@ringside/host/vitest';
import { expect, onTestFinished, test } from 'vitest';
import { asUser } from './as-user.ts';
import { editOptions } from './options-file.ts';

const OTHER = { uid: 1, gid: 1 };
/** The folder for temporary files of the tests is closed to other users. */
async function folderForAll(): Promise<string> {
  const folder = await mkdtemp('/tmp/ringside-as-user-');
  onTestFinished(() => rm(folder, { recursive: true }));
  await chmod(folder, 0o755);
  return folder;
}
const IS_ROOT = process.geteuid?.() === 0;

test('asUser() as this very user just does it', async () => {
  const own = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
  expect(await asUser(own, async () => process.geteuid?.())).toBe(own.uid);
});

test.runIf(IS_ROOT)(
  'root has no more rights than the user meanwhile, and all of its own afterwards, also after a failure (skipped where this is not root)',
  async () => {
    const folder = await folderForAll();
    const secret = join(folder, 'secret');
    await writeFile(secret, 'of root', { mode: 0o600 });
    const own = join(folder, 'own');
    await mkdir(own);
    await chown(own, OTHER.uid, OTHER.gid);
    await symlink(secret, join(own, 'link'));
    const tries = async (): Promise<void> => {
      await writeFile(join(own, 'made'), '');
      await writeFile(join(own, 'link'), 'overwritten');
    };
    await expect(asUser(OTHER, tries)).rejects.toMatchObject({ code: 'EACCES' });
    expect([(await stat(join(own, 'made'))).uid, await readFile(secret, 'utf8'), process.geteuid?.(), process.getegid?.()]).toEqual([
      1,
      'of root',
      0,
      0,
    ]);
  },
);

test('a file of options is changed as a whole: its mode stays, a link to it stays a link, and nothing is left beside it', async () => {
  const folder = await temporaryDirectory('options');
  const [file, link] = [join(folder, 'real.options'), join(folder, 'jvm-server.options')];
  await writeFile(file, '-ea\n');
  await chmod(file, 0o664);
  await symlink(file, link);
  expect(await editOptions(link, (text) => `${text}-Dx=y\n`)).toBe(true);
  expect(await editOptions(link, (text) => text)).toBe(false);
  expect([await readFile(file, 'utf8'), (await stat(file)).mode & 0o777, (await lstat(link)).isSymbolicLink()]).toEqual([
    '-ea\n-Dx=y\n',
    0o664,
    true,
  ]);
});

test.runIf(IS_ROOT)(
  'root changes a file in the folder of a user with that user’s rights, and its owner stays (skipped where this is not root)',
  async () => {
    const folder = await folderForAll();
    await chown(folder, OTHER.uid, OTHER.gid);
    const file = join(folder, 'jvm-server.options');
    await writeFile(file, '-ea\n', { mode: 0o640 });
    await chown(file, OTHER.uid, OTHER.gid);
    const users: unknown[] = [];
    await editOptions(file, (text) => {
      users.push(process.geteuid?.());
      return `${text}-Dx=y\n`;
    });
    const { uid, gid, mode } = await stat(file);
    expect([uid, gid, mode & 0o777, users]).toEqual([1, 1, 0o640, [1]]);
  },
);

test.runIf(IS_ROOT)('root neither reads nor writes through a link that the user put there (skipped where this is not root)', async () => {
  const folder = await folderForAll();
  const victim = join(folder, 'victim');
  await writeFile(victim, 'of root', { mode: 0o600 });
  const conf = join(folder, 'conf');
  await mkdir(conf);
  await chown(conf, OTHER.uid, OTHER.gid);
  await symlink(victim, join(conf, 'jvm-server.options'));
  await expect(editOptions(join(conf, 'jvm-server.options'), (text) => `${text}-Dx=y`)).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
  });
  expect([await readFile(victim, 'utf8'), await readdir(folder), await readdir(conf)]).toEqual([
    'of root',
    ['conf', 'victim'],
    ['jvm-server.options'],
  ]);
});
