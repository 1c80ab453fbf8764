import { describe, expect, it, vi } from 'vitest';
import { LONGEST_TIMER_MS, systemClock } from './clock.ts';
import { createManualClock } from './testing.ts';

describe('systemClock', () => {
  it('rejects a sleep whose signal is aborted, at once or meanwhile', async () => {
    const reason = new Error('enough');
    const interrupted = { code: 'ABORTED', cause: reason };
    await expect(systemClock.sleep(60_000, AbortSignal.abort(reason))).rejects.toMatchObject(interrupted);
    const controller = new AbortController();
    const sleeping = systemClock.sleep(60_000, controller.signal);
    controller.abort(reason);
    await expect(sleeping).rejects.toMatchObject(interrupted);
  });

  it('never wakes before its time, not even by a part of a millisecond', async () => {
    const sleeps = Array.from({ length: 500 }, async (_, index) => {
      const [durationMs, startMs] = [1 + (index % 97) * 0.37, systemClock.monotonicMs()];
      await systemClock.sleep(durationMs);
      return systemClock.monotonicMs() - startMs - durationMs;
    });
    expect((await Promise.all(sleeps)).filter((lateMs) => lateMs < 0)).toEqual([]);
  });

  it('sleeps for longer than a timer of the platform runs, and not for nothing', async () => {
    vi.useFakeTimers();
    try {
      let woken = false;
      const controller = new AbortController();
      const durationMs = 2.5 * LONGEST_TIMER_MS;
      void systemClock.sleep(durationMs).then(() => (woken = true));
      const aborted = systemClock.sleep(durationMs, controller.signal).catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(durationMs - 1);
      expect(woken).toBe(false);
      controller.abort('enough');
      expect(await aborted).toMatchObject({ code: 'ABORTED', cause: 'enough' });
      await vi.advanceTimersByTimeAsync(1);
      expect([woken, vi.getTimerCount()]).toEqual([true, 0]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('createManualClock()', () => {
  it('wakes sleepers in the order of their time, not of their call', async () => {
    const clock = createManualClock();
    const woken: string[] = [];
    const late = clock.sleep(20).then(() => woken.push('late'));
    const early = clock.sleep(10).then(() => woken.push('early'));
    await clock.advance(15);
    expect(woken).toEqual(['early']);
    await clock.advance(15);
    await Promise.all([late, early]);
    expect(woken).toEqual(['early', 'late']);
    expect(clock.nowMs()).toBe(30);
  });
});
