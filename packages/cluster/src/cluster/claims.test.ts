import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, ownIdentity } from '@ringside/host';
import { expect, test, vi } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { claim } from './claims.ts';

vi.mock(import('@ringside/host'), async (original) => {
  const real = await original();
  return { ...real, isRunning: vi.fn(real.isRunning) };
});

const ROUNDS = 5;
const AT_ONCE = 20;
const TRIES = 5;

test('of many that claim at once what an ended process had, one has it, and nothing else is left', async () => {
  const folder = await temporaryDirectory('claims');
  const dead = JSON.stringify({ pid: spawnSync(process.execPath, ['--version']).pid, startedAt: 'before' });
  for (let round = 0; round < ROUNDS; round += 1) {
    const file = join(folder, String(round));
    await writeFile(file, dead);
    const contend = async (): Promise<readonly boolean[]> => {
      const got: boolean[] = [];
      while (got.length < TRIES) got.push(await claim(file, ownIdentity()));
      return got;
    };
    const got = await Promise.all(Array.from({ length: AT_ONCE }, contend));
    expect(got.flat().filter(Boolean)).toHaveLength(1);
  }
  expect(await readdir(folder)).toHaveLength(ROUNDS);
});

test('who found a dead claim does not remove the one that has taken its place since', async () => {
  const file = join(await temporaryDirectory('claims'), 'one');
  const next = JSON.stringify(ownIdentity());
  writeFileSync(file, JSON.stringify({ pid: 1, startedAt: 'before' }));
  vi.mocked(isRunning).mockImplementationOnce(() => {
    writeFileSync(file, next);
    return false;
  });
  expect(await claim(file, ownIdentity())).toBe(false);
  expect(readFileSync(file, 'utf8')).toBe(next);
});
