import { renameSync, symlinkSync } from 'node:fs';
import { chmod, chown, lchown, lstat, mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { temporaryDirectory } from '@ringside/host/vitest';
import { describe, expect, it, test } from 'vitest';
import { folderForAll } from '../testing/folder-for-all.ts';
import { editOptions, readOptions } from './options-file.ts';

const OWN = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
const OTHER = { uid: 1, gid: 1 };
const IS_ROOT = process.geteuid?.() === 0;
const NAME = 'jvm-server.options';
const edit = (text: string): string => `${text}-Dx=y\n`;

test('a file of options is changed as a whole: its mode stays, a link to it stays a link, and nothing is left beside it', async () => {
  const folder = await temporaryDirectory('options');
  const [file, link] = [join(folder, 'real.options'), join(folder, 'jvm-server.options')];
  await writeFile(file, '-ea\n');
  await chmod(file, 0o664);
  await symlink(file, link);
  expect(await editOptions(link, OWN, (text) => `${text}-Dx=y\n`)).toBe(true);
  expect(await editOptions(link, OWN, (text) => text)).toBe(false);
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
    await editOptions(file, OTHER, (text) => {
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
  await expect(editOptions(join(conf, 'jvm-server.options'), OTHER, (text) => `${text}-Dx=y`)).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
  });
  expect([await readFile(victim, 'utf8'), await readdir(folder), await readdir(conf)]).toEqual([
    'of root',
    ['conf', 'victim'],
    ['jvm-server.options'],
  ]);
});

test('readOptions() reads as the user of the node, and knows none from one that may not be read', async () => {
  const folder = await temporaryDirectory('options');
  await writeFile(join(folder, NAME), '-ea\n');
  await symlink(NAME, join(folder, 'link'));
  expect([await readOptions(join(folder, 'link'), OWN), await readOptions(join(folder, 'none'), OWN)]).toEqual(['-ea\n', undefined]);
  await expect(readOptions(folder, OWN)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
});

describe.runIf(IS_ROOT)('root, in a folder that is not the user’s (skipped where this is not root)', () => {
  /** A folder of root's with options, and how it looks now. */
  async function ofRoot(folder: string): Promise<{ readonly conf: string; readonly look: () => Promise<unknown> }> {
    const conf = join(folder, 'conf');
    await mkdir(conf);
    await writeFile(join(conf, NAME), '-ea\n', { mode: 0o644 });
    return { conf, look: async () => [await readdir(conf), await readFile(join(conf, NAME), 'utf8')] };
  }

  it('changes the file, also through a link that root made', async () => {
    const folder = await folderForAll();
    const { conf, look } = await ofRoot(folder);
    expect(await editOptions(join(conf, NAME), OTHER, edit)).toBe(true);
    await mkdir(join(folder, 'other'));
    await symlink('../conf', join(folder, 'other/conf'));
    await symlink(join(folder, 'other/conf', NAME), join(folder, NAME));
    expect(await editOptions(join(folder, NAME), OTHER, edit)).toBe(true);
    expect([await look(), (await lstat(join(folder, NAME))).isSymbolicLink()]).toEqual([[[NAME], '-ea\n-Dx=y\n-Dx=y\n'], true]);
  });

  it.each<[string, (theirs: string, conf: string) => Promise<string>]>([
    [
      'a folder that the user owns',
      async (theirs, conf) => {
        await rename(conf, join(theirs, 'moved'));
        await symlink(join(theirs, 'moved'), conf);
        return join(theirs, 'moved');
      },
    ],
    [
      'a link of the user’s',
      async (theirs, conf) => {
        await symlink(conf, join(theirs, 'link'));
        return join(theirs, 'link');
      },
    ],
    [
      'a link of the user’s on the way',
      async (theirs, conf) => {
        await symlink('..', join(theirs, 'up'));
        return join(theirs, 'up', basename(conf));
      },
    ],
  ])('refuses a path through %s, which may lead elsewhere at the next moment', async (_, make) => {
    const folder = await folderForAll();
    const { conf, look } = await ofRoot(folder);
    const theirs = join(folder, 'theirs');
    await mkdir(theirs);
    await chown(theirs, OTHER.uid, OTHER.gid);
    const path = await make(theirs, conf);
    await expect(editOptions(join(path, NAME), OTHER, edit)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      remedy: expect.stringContaining('namei -l') as string,
    });
    expect(await look()).toEqual([[NAME], '-ea\n']);
  });

  it('refuses a path through a folder that the user’s group or everybody may write to, and not through /tmp', async () => {
    const folder = await folderForAll();
    const { conf, look } = await ofRoot(folder);
    await chown(folder, 0, OTHER.gid);
    for (const mode of [0o775, 0o777]) {
      await chmod(folder, mode);
      await expect(editOptions(join(conf, NAME), OTHER, edit)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    }
    expect(await look()).toEqual([[NAME], '-ea\n']);
    await chmod(folder, 0o1777);
    expect(await editOptions(join(conf, NAME), OTHER, edit)).toBe(true);
  });

  it('does not follow a link that the user put into a folder of root’s', async () => {
    const folder = await folderForAll();
    const { conf } = await ofRoot(folder);
    await chmod(conf, 0o1777);
    const victim = join(folder, 'victim');
    await writeFile(victim, 'kept');
    await symlink(victim, join(conf, 'link.options'));
    await lchown(join(conf, 'link.options'), OTHER.uid, OTHER.gid);
    await expect(editOptions(join(conf, 'link.options'), OTHER, edit)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(await readFile(victim, 'utf8')).toBe('kept');
  });

  it('writes into the folder that it opened, whatever has its name when it writes', async () => {
    const folder = await folderForAll();
    const { conf } = await ofRoot(folder);
    const victim = join(folder, 'victim');
    await mkdir(victim);
    await writeFile(join(victim, NAME), 'kept');
    const moved = join(folder, 'moved');
    await editOptions(join(conf, NAME), OTHER, (text) => {
      renameSync(conf, moved);
      symlinkSync(victim, conf);
      return edit(text);
    });
    expect([await readFile(join(moved, NAME), 'utf8'), await readdir(moved), await readFile(join(victim, NAME), 'utf8')]).toEqual([
      '-ea\n-Dx=y\n',
      [NAME],
      'kept',
    ]);
  });
});
