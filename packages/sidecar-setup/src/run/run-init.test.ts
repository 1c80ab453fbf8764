import { chown, lstat, mkdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@ringside/core';
import { temporaryDirectory } from '@ringside/host/vitest';
import { expect, it } from 'vitest';
import type { RunningNode } from '../discover/running-node.ts';
import { layoutOf } from '../plan/layout.ts';
import type { Wishes } from '../plan/plan-init.ts';
import { readRecord } from '../plan/record.ts';
import { makeFolder, runInit } from './run-init.ts';

const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

it('a folder of a setup is its owner’s alone, and may be there already', async () => {
  const folder = join(await temporaryDirectory('setup'), '10.0.0.3-9042');
  await makeFolder(folder, own);
  await makeFolder(folder, own);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

it('a link in its place is refused, and what it points at keeps its owner', async () => {
  const base = await temporaryDirectory('setup');
  await mkdir(join(base, 'theirs'));
  await symlink(join(base, 'theirs'), join(base, '10.0.0.3-9042'));
  const before = await lstat(join(base, 'theirs'));
  await expect(makeFolder(join(base, '10.0.0.3-9042'), { uid: own.uid, gid: own.gid + 1 })).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
  });
  expect((await lstat(join(base, 'theirs'))).gid).toBe(before.gid);
});

it.runIf(own.uid === 0)('a folder of a third user is refused, and stays that user’s (skipped where this is not root)', async () => {
  const folder = join(await temporaryDirectory('setup'), '10.0.0.3-9042');
  await mkdir(folder);
  await chown(folder, 2, 2);
  await expect(makeFolder(folder, { uid: 1, gid: 1 })).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    message: `${folder} belongs to the user with id 2, not to that of the node (1)`,
  });
  expect((await stat(folder)).uid).toBe(2);
});

it('the record says whether the next start was to be left alone, as the last run was told', async () => {
  const layout = layoutOf(await temporaryDirectory('setup'), '127.0.0.1:9042');
  const place = { address: '127.0.0.1', port: 1 };
  const node = { ...own, name: '127.0.0.1:9042', address: '127.0.0.1', configuration: { nativePort: 9_042 } } as RunningNode;
  const wanted = async (permanent: boolean): Promise<unknown> => {
    const wishes: Wishes = { attach: true, permanent, tls: {}, start: 'none' };
    await runInit({ node, layout, agent: place, sidecar: place, wishes, steps: [], notes: [] }, { clock: systemClock });
    return (await readRecord(layout))?.permanent;
  };
  expect([await wanted(false), await wanted(true), await wanted(false)]).toEqual([false, true, false]);
});
