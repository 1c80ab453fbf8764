import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cluster } from '@ringside/cluster';
import { createManualClock } from '@ringside/core/testing';
import { expect, it } from 'vitest';
import type { Interrupts } from '../program/interrupt.ts';
import { ringDirectory } from './ring-folder.ts';
import type { Sidecars } from './sidecars.ts';
import type { Steps } from './steps.ts';
import { type Watch, watchRing } from './watch-ring.ts';

it('watchRing() ends when the ring’s folder is removed, and says how to stop a ring', async () => {
  const home = mkdtempSync(join(tmpdir(), 'ringside-watch-'));
  const ring = ringDirectory(home);
  mkdirSync(ring, { recursive: true });
  writeFileSync(join(ring, 'ring.json'), '{}');
  const clock = createManualClock();
  let looks = 0;
  const watching = watchRing({
    home,
    clock,
    steps: {} as Steps,
    interrupts: { signal: new AbortController().signal } as Interrupts,
    cluster: { nodes: [] } as unknown as Cluster,
    sidecars: { watch: async () => void (looks += 1) } as unknown as Sidecars,
    summary: {} as Watch['summary'],
  });
  const ended = expect(watching).rejects.toMatchObject({
    code: 'STATE_CORRUPT',
    message: `The ring in ${home} was removed while it ran; what still ran of it is stopped`,
    remedy: expect.stringContaining('ringside down'),
  });
  // What the clock wakes then looks at files, which takes real time.
  const tickUntil = (done: () => boolean): Promise<void> =>
    expect.poll(async () => clock.advance(1_000).then(done), { timeout: 20_000 }).toBe(true);
  await tickUntil(() => looks > 0);
  rmSync(home, { recursive: true });
  let hasEnded = false;
  void ended.finally(() => (hasEnded = true));
  await tickUntil(() => hasEnded);
  await ended;
});
