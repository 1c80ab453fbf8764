import { spawnSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identityOf, ownIdentity } from '@ringside/host';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '@ringside/host/vitest';
import { enter, isOf, leave, usersOf } from './users.ts';

const run = identityOf(process.ppid);

test('a ring has the users that entered and did not leave, each of its run', async () => {
  const ring = await temporaryDirectory('users');
  expect(await usersOf(ring)).toEqual({ living: [], crashed: false });
  const files = [await enter(ring, run), await enter(ring, ownIdentity())];
  const { living, crashed } = await usersOf(ring);
  expect([living.length, living.filter((user) => isOf(user, run)).length, crashed]).toEqual([2, 1, false]);
  for (const file of files) await leave(file);
  expect(await usersOf(ring)).toEqual({ living: [], crashed: false });
});

test.each([
  ['whose process ended', JSON.stringify({ process: { pid: spawnSync(process.execPath, ['--version']).pid, startedAt: 'before' }, run })],
  ['that was killed while it wrote', '{"process":'],
])('a user %s has crashed', async (_, text) => {
  const ring = await temporaryDirectory('users');
  await enter(ring, run);
  const [name = ''] = await readdir(join(ring, 'users'));
  await writeFile(join(ring, 'users', name), text);
  expect(await usersOf(ring)).toEqual({ living: [], crashed: true });
});
