import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Interrupts, readLauncherState, ringDirectory } from '@ringside/cli-kit';
import type { Cluster } from '@ringside/cluster';
import { createManualClock } from '@ringside/core/testing';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { expect, it } from 'vitest';
import { newHome, writeRing } from '../testing/fake-ring.ts';
import type { Sidecars } from '@ringside/local-sidecars';
import type { Steps } from './steps.ts';
import { type Watch, watchRing } from './watch-ring.ts';

it('watchRing() ends when the ring’s folder is removed, and says how to stop a ring', async () => {
  const home = temporaryDirectorySync('watch');
  const ring = ringDirectory(home);
  mkdirSync(ring, { recursive: true });
  writeFileSync(join(ring, 'ring.json'), '{}');
  const clock = createManualClock();
  const looks: number[] = [];
  const watching = watchRing({
    home,
    clock,
    steps: {} as Steps,
    interrupts: { signal: new AbortController().signal } as Interrupts,
    cluster: { nodes: [] } as unknown as Cluster,
    sidecars: { watch: async () => void looks.push(1) } as unknown as Sidecars,
    summary: {} as Watch['summary'],
  });
  const ended: unknown[] = [];
  const toEnd = watching.catch((error: unknown) => ended.push(error));
  // What the clock wakes then looks at files, which takes real time.
  const tick = async (): Promise<void> => {
    await clock.advance(1_000);
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  while (looks.length === 0) await tick();
  rmSync(home, { recursive: true });
  while (ended.length === 0) await tick();
  await toEnd;
  expect(ended[0]).toMatchObject({
    code: 'STATE_CORRUPT',
    message: `The ring in ${home} was removed while it ran; what still ran of it is stopped`,
    remedy: expect.stringContaining('ringside down'),
  });
});

it('watchRing() tries again until a node that joined has its sidecar, tells the fault once, and looks after the others meanwhile', async () => {
  const home = newHome();
  writeRing(home, ['node1']);
  const clock = createManualClock();
  const end = new AbortController();
  const notes: string[] = [];
  const ensured: number[] = [];
  let looks = 0;
  const ensure = async (nodes: readonly unknown[]): Promise<void> => {
    ensured.push(nodes.length);
    if (ensured.length < 4) throw new Error('127.0.0.2:9043 is in use');
  };
  const watching = watchRing({
    home,
    clock,
    steps: { note: (text: string) => notes.push(text) } as unknown as Steps,
    interrupts: { signal: end.signal } as Interrupts,
    cluster: { nodes: [] } as unknown as Cluster,
    sidecars: { ensure, watch: async () => void (looks += 1) } as unknown as Sidecars,
    summary: { launcherPid: process.pid } as Watch['summary'],
  });
  const tick = async (): Promise<void> => {
    await clock.advance(1_000);
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const after = async (count: () => number): Promise<number> => {
    await tick();
    return count();
  };
  await expect.poll(() => after(() => looks), { timeout: 10_000, interval: 1 }).toBeGreaterThan(0);
  writeRing(home, ['node1', 'node2']);
  await expect.poll(() => after(() => ensured.length), { timeout: 10_000, interval: 1 }).toBe(4);
  const looked = looks;
  await expect.poll(() => after(() => looks), { timeout: 10_000, interval: 1 }).toBeGreaterThan(looked + 2);
  end.abort();
  await tick();
  await watching;
  expect(ensured).toEqual([2, 2, 2, 2]);
  expect(notes.filter((note) => note.includes('in use'))).toEqual(['127.0.0.2:9043 is in use']);
  expect(looked).toBeGreaterThanOrEqual(3);
});

it('watchRing() tells other commands the version that the ring is of once all its nodes were upgraded', async () => {
  const home = newHome();
  writeRing(home, ['node1', 'node2']);
  const clock = createManualClock();
  const end = new AbortController();
  const looks: number[] = [];
  const watching = watchRing({
    home,
    clock,
    steps: { note: () => undefined } as unknown as Steps,
    interrupts: { signal: end.signal } as Interrupts,
    cluster: { nodes: [] } as unknown as Cluster,
    sidecars: { ensure: async () => undefined, watch: async () => void looks.push(1) } as unknown as Sidecars,
    summary: { cassandraVersion: '5.0.9', launcherPid: process.pid } as Watch['summary'],
  });
  const tick = async (): Promise<void> => {
    await clock.advance(1_000);
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  while (looks.length === 0) await tick();
  const file = join(ringDirectory(home), 'ring.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"5.0.9"', '"6.0-alpha2"'));
  const told = async (): Promise<unknown> => {
    await tick();
    return (await readLauncherState(home))?.summary?.cassandraVersion;
  };
  await expect.poll(told, { timeout: 10_000, interval: 1 }).toBe('6.0-alpha2');
  end.abort();
  await tick();
  await watching;
});
