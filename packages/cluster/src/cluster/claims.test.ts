import { spawnSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownIdentity } from '../node/process.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { claim } from './claims.ts';

const ROUNDS = 15;
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
