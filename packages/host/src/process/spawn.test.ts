import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../vitest.ts';
import { spawnDetached } from './spawn.ts';

it.each([
  ['process.exit(3)', [3, null]],
  ['process.kill(process.pid, "SIGKILL")', [null, 'SIGKILL']],
])('whoever starts a process is told how it ended: %s', async (program, ending) => {
  const log = join(await temporaryDirectory('spawn'), 'log');
  const told = await new Promise((resolve, reject) => {
    const onExit = (...end: unknown[]): void => resolve(end);
    spawnDetached({ executable: process.execPath, arguments: ['-e', program], log, onExit }).catch(reject);
  });
  expect(told).toEqual(ending);
});
