import { describe, expect, it } from 'vitest';
import { createManualClock } from './testing.ts';
import { waitUntil } from './wait.ts';

describe('waitUntil()', () => {
  const bounds = { pollMs: 100, deadlineMs: 1_000 };

  it('gives the first value that a probe resolves to', async () => {
    const clock = createManualClock();
    let probes = 0;
    const waiting = waitUntil(async () => (++probes === 3 ? 'up' : undefined), { clock, ...bounds });
    await clock.advance(500);
    expect(await waiting).toEqual({ outcome: 'met', value: 'up', elapsedMs: 200 });
  });

  it('counts a probe that throws as not yet, and reports its last error at the deadline', async () => {
    const clock = createManualClock();
    const refused = new Error('refused');
    const waiting = waitUntil(() => Promise.reject(refused), { clock, ...bounds });
    await clock.advance(1_000);
    expect(await waiting).toEqual({ outcome: 'deadline', elapsedMs: 1_000, lastError: refused });
  });

  it('leaves a probe that hangs at the deadline and aborts its signal', async () => {
    const clock = createManualClock();
    let seen: AbortSignal | undefined;
    const waiting = waitUntil<never>(
      (signal) => {
        seen = signal;
        return new Promise(() => {});
      },
      { clock, ...bounds },
    );
    await clock.advance(1_000);
    expect((await waiting).outcome).toBe('deadline');
    expect(seen?.aborted).toBe(true);
  });

  it('ends as aborted when its signal aborts, also before the first probe', async () => {
    const clock = createManualClock();
    const controller = new AbortController();
    const waiting = waitUntil(async () => undefined, { clock, ...bounds, signal: controller.signal });
    await clock.advance(250);
    controller.abort();
    expect((await waiting).outcome).toBe('aborted');
    const never = await waitUntil(async () => 'x', { clock, ...bounds, signal: AbortSignal.abort() });
    expect(never.outcome).toBe('aborted');
  });
});
