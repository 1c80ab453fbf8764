import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpsError } from '@ringside/core';
import { writeAtomically } from '@ringside/host';
import { expect, test } from 'vitest';
import { prepareCache } from './cache-directory.ts';
import { smallDisk } from '../testing/small-disk.ts';

const codeOf = (work: Promise<void>): Promise<string> =>
  work.then(
    () => 'written',
    ({ code }: OpsError) => code,
  );

test('a disk that runs full while a file is written is DISK_FULL and nothing is left; where nothing may be mounted, it is written', async () => {
  const { directory, mounted } = await smallDisk('size=64k');
  const file = join(directory, 'ring.json');
  expect(await codeOf(writeAtomically(file, 'x'.repeat(1_000_000)))).toBe(mounted ? 'DISK_FULL' : 'written');
  expect(await readdir(directory)).toEqual(mounted ? [] : ['ring.json']);
});

test('a disk that has no room for another file is no place for a cache: DISK_FULL, not "cannot write"', async () => {
  const { directory, mounted } = await smallDisk('size=64k,nr_inodes=1');
  expect(await codeOf(prepareCache(directory))).toBe(mounted ? 'DISK_FULL' : 'written');
});
