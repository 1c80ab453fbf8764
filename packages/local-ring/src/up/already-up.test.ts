import { writeLauncherState } from '@ringside/cli-kit';
import { systemClock } from '@ringside/core';
import { ownIdentity } from '@ringside/host';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { expect, test } from 'vitest';
import { waitForOther } from './already-up.ts';
import { acquireLock } from './lock.ts';
import type { RingSummary } from '@ringside/cli-kit';

const summaryOf = (launcherPid: number): RingSummary => ({
  cassandraVersion: '5.0.9',
  directory: '/somewhere',
  nodes: [],
  contactPoints: [],
  localDatacenter: 'dc1',
  sidecars: [],
  launcherPid,
});

test('a ring is up when the launcher that holds the lock says so, not when one before it has', async () => {
  const home = temporaryDirectorySync('already');
  await acquireLock(home);
  await writeLauncherState(home, { version: 1, phase: 'ready', summary: summaryOf(process.pid + 1) });
  const waiting = waitForOther(home, ownIdentity(), systemClock, AbortSignal.timeout(10_000));
  await new Promise((resolve) => setTimeout(resolve, 150));
  await writeLauncherState(home, { version: 1, phase: 'ready', summary: summaryOf(process.pid) });
  expect((await waiting)?.launcherPid).toBe(process.pid);
});
