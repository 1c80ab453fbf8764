import { spawnSync } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../vitest.ts';
import { readPlainFile } from './plain-file.ts';

test('readPlainFile() reads a file, through a link only where links are wanted', async () => {
  const folder = await temporaryDirectory('plain');
  const [file, link] = [join(folder, 'file'), join(folder, 'link')];
  await writeFile(file, 'text');
  await symlink(file, link);
  expect(await readPlainFile(file, { mostBytes: 4, owner: process.geteuid?.() })).toEqual(Buffer.from('text'));
  expect(await readPlainFile(link, { mostBytes: 4, followsLink: true })).toEqual(Buffer.from('text'));
  await expect(readPlainFile(link, { mostBytes: 4 })).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    message: `${link} is not read: it is a link`,
  });
});

test('readPlainFile() refuses what never ends, what is too long and what is somebody else’s, and does not wait for a writer', async () => {
  const folder = await temporaryDirectory('plain');
  const [file, pipe] = [join(folder, 'file'), join(folder, 'pipe')];
  await writeFile(file, 'text');
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  const reasonFor = async (...of: Parameters<typeof readPlainFile>): Promise<unknown> =>
    await readPlainFile(...of).catch(({ message }: Error) => message.slice(message.indexOf(': ') + 2));
  expect([
    await reasonFor(pipe, { mostBytes: 9 }),
    await reasonFor('/dev/zero', { mostBytes: 9 }),
    await reasonFor(folder, { mostBytes: 9 }),
    await reasonFor(file, { mostBytes: 3 }),
    await reasonFor(file, { mostBytes: 4, owner: 4_711 }),
  ]).toEqual([
    'it is not a plain file',
    'it is not a plain file',
    'it is not a plain file',
    'it is longer than 3 bytes',
    `it belongs to the user with id ${process.geteuid?.()}, not 4711`,
  ]);
  await expect(readPlainFile(join(folder, 'none'), { mostBytes: 9 })).rejects.toMatchObject({ code: 'ENOENT' });
});
