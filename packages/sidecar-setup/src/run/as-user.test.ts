import { chown, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderForAll } from '../testing/folder-for-all.ts';
import { asUser } from './as-user.ts';

const OTHER = { uid: 1, gid: 1 };
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
