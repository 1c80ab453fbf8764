import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '@ringside/host/vitest';
import { createCluster } from './create.ts';
import type { ClusterOptions } from './options.ts';

/** More than any machine has. */
const TOO_MUCH_MB = 2 ** 30;

async function folderOfMine(): Promise<string> {
  const directory = await temporaryDirectory('create');
  await writeFile(join(directory, 'thesis.txt'), 'mine');
  return directory;
}

test('a throwaway ring is not made in a folder that holds something', async () => {
  const directory = await folderOfMine();
  const making = createCluster({ mode: 'throwaway', directory });
  await expect(making).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringContaining('is not empty') });
  expect(await readdir(directory)).toEqual(['thesis.txt']);
});

test('a throwaway ring is made in an empty folder', async () => {
  const directory = await temporaryDirectory('create');
  const ring = await createCluster({ mode: 'throwaway', directory });
  onTestFinished(() => ring.destroy());
  expect(await readdir(directory)).toContain('ring.json');
});

const FAILING: readonly [string, Omit<ClusterOptions, 'directory'>][] = [
  ['durable', { mode: 'durable', memoryMb: TOO_MUCH_MB }],
  ['throwaway', { mode: 'throwaway', memoryMb: TOO_MUCH_MB }],
];

test.each(FAILING)('a %s ring that cannot be made leaves nothing of its own and everything else', async (_, options) => {
  const parent = await folderOfMine();
  const empty = join(parent, 'empty');
  await mkdir(empty);
  for (const directory of [empty, join(parent, 'new')]) {
    await expect(createCluster({ ...options, directory })).rejects.toMatchObject({ code: 'MEMORY_SHORT' });
  }
  expect((await readdir(parent)).toSorted()).toEqual(['empty', 'thesis.txt']);
});

test('a durable ring that is destroyed takes only its own files along', async () => {
  const directory = await folderOfMine();
  const ring = await createCluster({ mode: 'durable', directory, addressBlock: '127.64.251' });
  expect((await readdir(directory)).toSorted()).toEqual(['node1', 'ring.json', 'thesis.txt']);
  await ring.destroy();
  expect(await readdir(directory)).toEqual(['thesis.txt']);
});
