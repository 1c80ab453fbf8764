import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainStyle, ringDirectory } from '@ringside/cli-kit';
import { testIo } from '@ringside/cli-kit/testing';
import { openCluster } from '@ringside/cluster';
import { systemClock } from '@ringside/core';
import { buildDocs } from '@ringside/local-docs';
import { afterEach, expect, test, vi } from 'vitest';
import { killFakeNodes, newHome, startFakeNode, wasStoppedInOrder, writeRing } from '../testing/fake-ring.ts';
import { plainReporter } from './reporter.ts';
import { createSteps } from './steps.ts';
import { isNothing, killAtOnce, stopRing, whatRuns } from './stop-ring.ts';

afterEach(killFakeNodes);

const quietSteps = (): ReturnType<typeof createSteps> => createSteps(plainReporter(testIo(), plainStyle).sink, systemClock);

test('a node that joined after the ring had been opened is stopped in order, like the others', async () => {
  const home = newHome();
  writeRing(home, ['node1']);
  const openedBefore = await openCluster(ringDirectory(home));
  writeRing(home, ['node1', 'node2']);
  await Promise.all([startFakeNode(home, 'node1'), startFakeNode(home, 'node2')]);
  await stopRing(home, quietSteps(), systemClock, openedBefore);
  expect(['node1', 'node2'].map((name) => wasStoppedInOrder(home, name))).toEqual([true, true]);
});

test('a ring whose state can no longer be read is stopped in order by the launcher that has it open', async () => {
  const home = newHome();
  writeRing(home, ['node1']);
  const opened = await openCluster(ringDirectory(home));
  await startFakeNode(home, 'node1');
  writeFileSync(join(ringDirectory(home), 'ring.json'), '{');
  await stopRing(home, quietSteps(), systemClock, opened);
  expect(wasStoppedInOrder(home, 'node1')).toBe(true);
});

test('a ring that is open is stopped even where its processes name its folder in other words', async () => {
  const home = newHome();
  writeRing(home, ['node1']);
  const opened = await openCluster(ringDirectory(home));
  await startFakeNode(home, 'node1');
  const link = join(home, '..', 'link');
  symlinkSync(home, link);
  await stopRing(link, quietSteps(), systemClock, opened);
  expect(wasStoppedInOrder(home, 'node1')).toBe(true);
});

test.each([
  ['in order', async (home: string): Promise<void> => await stopRing(home, quietSteps(), systemClock)],
  ['at once', async (home: string): Promise<void> => killAtOnce(home)],
])('a build of the documentation is among what runs, and ends with the ring: %s', async (_how, end) => {
  const home = newHome();
  mkdirSync(home);
  const program = join(home, 'builder.mjs');
  writeFileSync(program, 'setInterval(() => {}, 1e6);');
  const ended = buildDocs({ workspace: join(home, 'clone'), build: join(home, 'build') }, home, program);
  await vi.waitUntil(() => whatRuns(home).docsBuilds.length === 1, { timeout: 30_000 });
  await end(home);
  expect(await ended).toContain('it ended with');
  expect(isNothing(whatRuns(home))).toBe(true);
});
