import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../vitest.ts';
import { createExclusively, claimPath, removeStaleLock } from './stale-lock.ts';

const isStale = async (content: string): Promise<boolean> => content.startsWith('dead');

test('one of many removes a stale lock, and the lock of who took the place since is never touched', async () => {
  const path = join(await temporaryDirectory('stale-lock'), 'lock');
  for (let round = 0; round < 60; round += 1) {
    await writeFile(path, `dead ${round}`);
    const contend = async (_: unknown, index: number): Promise<boolean> => {
      await removeStaleLock({ path, stale: `dead ${round}`, mine: `living ${index}`, isStale });
      return await createExclusively(path, `living ${index}`);
    };
    const won = await Promise.all(Array.from({ length: 8 }, contend));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await readFile(path, 'utf8')).toBe(`living ${won.indexOf(true)}`);
  }
});

test('a process that ended while it removed a stale lock does not keep others from it, even when the next one ends there too', async () => {
  const folder = await temporaryDirectory('stale-lock');
  const path = join(folder, 'lock');
  const left = [path];
  for (const stale of ['dead holder', 'dead remover', 'dead remover of that']) {
    await writeFile(left.at(-1) as string, stale);
    left.push(claimPath(left.at(-1) as string, stale));
  }
  const lock = { path, stale: 'dead holder', mine: 'living', isStale };
  const attempts: boolean[] = [];
  for (let attempt = 0; attempt < 5; attempt += 1) attempts.push(await removeStaleLock(lock));
  expect(attempts.filter(Boolean)).toHaveLength(1);
  expect(await readdir(folder)).toEqual([]);
});

test('a stale lock that a living process removes just now is left to it', async () => {
  const folder = await temporaryDirectory('stale-lock');
  const path = join(folder, 'lock');
  await writeFile(path, 'dead holder');
  await writeFile(claimPath(path, 'dead holder'), 'living remover');
  expect(await removeStaleLock({ path, stale: 'dead holder', mine: 'living', isStale })).toBe(false);
  expect(await readFile(path, 'utf8')).toBe('dead holder');
});
