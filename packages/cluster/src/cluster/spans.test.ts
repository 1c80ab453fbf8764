import { join } from 'node:path';
import type { CassandraInstall } from '@ringside/cassandra-install';
import type { ClusterNode } from '@ringside/cassandra-node';
import { type Bounds, type Clock, deadlineIn, systemClock } from '@ringside/core';
import { createManualClock, type ManualClock } from '@ringside/core/testing';
import { temporaryDirectory } from '@ringside/host/vitest';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type FakeRing, fakeRing, HANGS, LISTENS } from '../testing/fake-ring.ts';
import type { Cluster } from './cluster.ts';
import { createCluster } from './create.ts';

/** Flushes for as long as anybody waits. */
const FLUSHES = `process.on('SIGTERM', () => undefined); ${LISTENS}`;

/** A ring on a clock whose limits pass when the test says so, while its polls go on as on any other. */
interface Stage {
  readonly ring: Cluster;
  readonly node: ClusterNode;
  readonly fake: FakeRing;
  readonly time: ManualClock;
  /** Resolves when somebody has begun to wait for so long. */
  readonly limited: (limitMs: number) => Promise<void>;
}

async function stage(): Promise<Stage> {
  const time = createManualClock();
  const limits: number[] = [];
  const clock: Clock = {
    ...time,
    nowMs: () => systemClock.nowMs(),
    sleep: (ms, signal) => {
      if (ms < 1_000) return systemClock.sleep(ms, signal);
      limits.push(ms);
      return time.sleep(ms, signal);
    },
  };
  const fake = await fakeRing(1, clock);
  const ring = await fake.open();
  const limited = (limitMs: number): Promise<void> =>
    vi.waitFor(() => expect(limits.filter((each) => each > 1_000)).toContain(limitMs), { timeout: 20_000 });
  return { ring, node: ring.node(0), fake, time, limited };
}

/** How a work stands just before its limit, and what it ends with at it. */
async function aroundLimit(limitMs: number, { time }: Stage, work: Promise<unknown>): Promise<{ endedBefore: boolean; end: unknown }> {
  let ended = false;
  const end = work.then(
    () => 'done',
    (error: unknown) => error,
  );
  void end.then(() => (ended = true));
  await time.advance(limitMs - 1);
  await systemClock.sleep(100);
  const endedBefore = ended;
  await time.advance(1);
  return { endedBefore, end: await end };
}

const AT_LIMIT = { endedBefore: false, end: { code: 'OPERATION_TIMED_OUT' } };

test.each([
  ['its default', {}, 180_000],
  ['a longer span than its default', { withinMs: 600_000 }, 600_000],
])('a node is given %s to start', async (_, bounds, limitMs) => {
  const on = await stage();
  on.fake.behaviour.program = () => HANGS;
  const starting = on.node.start(bounds);
  await on.limited(limitMs);
  expect(await aroundLimit(limitMs, on, starting)).toMatchObject(AT_LIMIT);
});

test('a node that is given a longer time to stop than its default is not killed before', async () => {
  const on = await stage();
  on.fake.behaviour.program = () => FLUSHES;
  await on.node.start();
  const pid = await on.node.pid();
  const restarting = on.node.restart({ withinMs: 120_000 }).catch((error: unknown) => error);
  await on.limited(120_000);
  await on.time.advance(119_000);
  await systemClock.sleep(100);
  expect(await on.node.pid()).toBe(pid);
  await on.time.advance(1_000);
  expect(await restarting).toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  expect(await on.node.pid()).toBeUndefined();
});

test('a node that is restarted runs until Cassandra is there, and stays up when it cannot be got', async () => {
  const on = await stage();
  await on.node.start();
  const pid = await on.node.pid();
  on.fake.behaviour.onPrepare = async () => {
    throw new Error('the cache is empty, and there is no network');
  };
  await expect(on.node.restart()).rejects.toThrow('the cache is empty');
  expect(await on.node.pid()).toBe(pid);
  on.fake.behaviour.onPrepare = async () => undefined;
  await on.node.restart();
  expect(await on.node.isRunning()).toBe(true);
  expect(await on.node.pid()).not.toBe(pid);
});

test('stop() says whether the node ended by itself', async () => {
  const on = await stage();
  await on.node.start();
  expect(await on.node.stop()).toBe(true);
  on.fake.behaviour.program = () => FLUSHES;
  await on.node.start();
  const stopping = on.node.stop({ withinMs: 5_000 });
  await on.limited(5_000);
  await on.time.advance(5_000);
  expect(await stopping).toBe(false);
});

test.each<[string, (ring: Cluster, bounds: Bounds) => Promise<unknown>]>([
  ['waitForAllUp', (ring, bounds) => ring.waitForAllUp(bounds)],
  ['waitForSchemaAgreement', (ring, bounds) => ring.waitForSchemaAgreement(bounds)],
])('%s() waits up to a deadline that is later than its default', async (_, wait) => {
  const on = await stage();
  await on.ring.start();
  on.fake.behaviour.onStatus = () => {
    throw new Error('not yet');
  };
  const waiting = wait(on.ring, { deadline: deadlineIn(on.time, 500_000) });
  expect(await aroundLimit(500_000, on, waiting)).toMatchObject(AT_LIMIT);
});

test('a node that joins is given the span of the call, also where that is longer than the default of a step', async () => {
  const on = await stage();
  await on.ring.start();
  on.fake.behaviour.program = () => HANGS;
  const adding = on.ring.addNode({}, { withinMs: 500_000 });
  await vi.waitFor(async () => expect(await on.ring.nodes[1]?.pid()).toEqual(expect.any(Number)), { timeout: 20_000 });
  await systemClock.sleep(100);
  expect(await aroundLimit(500_000, on, adding)).toMatchObject(AT_LIMIT);
});

test('however long it takes to get Cassandra, a ring and a node have their whole span to start', async () => {
  const on = await stage();
  on.fake.behaviour.onVersion = async () => on.time.advance(300_000);
  await on.ring.start({ withinMs: 240_000 });
  await on.ring.stop();
  on.fake.behaviour.onPrepare = async () => on.time.advance(300_000);
  await on.node.start({ withinMs: 240_000 });
  expect(await on.node.isRunning()).toBe(true);
});

test('the deadline of the call bounds getting Cassandra', async () => {
  const on = await stage();
  const deadline = deadlineIn(on.time, 400_000);
  const seen: (Bounds['deadline'] | string)[] = [];
  on.fake.behaviour.onVersion = async (_, bounds) => void seen.push(bounds.deadline);
  on.fake.behaviour.onPrepare = async (_, bounds) => void seen.push(bounds.deadline);
  await on.ring.start({ deadline });
  await on.node.restart({ deadline });
  expect(seen).toEqual([deadline, deadline, deadline, deadline]);
});

test('a ring that is started after the deadline of its making is started all the same', async () => {
  const directory = await temporaryDirectory('spans');
  const java = { executable: '/bin/false', home: directory, major: 17, version: '17.0.1', origin: 'PATH' };
  const jars = { classPath: [], jammJar: join(directory, 'jamm.jar'), controlAgentJar: join(directory, 'jolokia.jar') };
  const install: CassandraInstall = { version: '5.0.9', directory, ...jars, java, archiveDirectory: join(directory, 'archives') };
  const time = createManualClock();
  const ring = await createCluster({ mode: 'throwaway', install, deadline: deadlineIn(time, 120_000) });
  onTestFinished(() => ring.destroy());
  await time.advance(180_000);
  // This Java ends at once; what counts is that it was run.
  await expect(ring.start()).rejects.toMatchObject({ code: 'CASSANDRA_DIED' });
});
