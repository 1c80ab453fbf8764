import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Interrupts, ringDirectory } from '@ringside/cli-kit';
import type { Cluster } from '@ringside/cluster';
import { createManualClock } from '@ringside/core/testing';
import { expect, it } from 'vitest';
import type { Sidecars } from './sidecars.ts';
import type { Steps } from './steps.ts';
import { type Watch, watchRing } from './watch-ring.ts';

it('watchRing() ends when the ring’s folder is removed, and says how to stop a ring', async () => {
  const home = mkdtempSync(join(tmpdir(), 'ringside-watch-'));
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
