import { describe, expect, it } from 'vitest';
import { deadlineIn } from './bounds.ts';
import { errors } from './errors/errors.ts';
import { createManualClock } from './testing.ts';
import { formatDuration } from './units.ts';
import { metOrThrow, waitUntil } from './wait.ts';

describe('waitUntil()', () => {
  const bounds = { pollMs: 100, withinMs: 1_000 };

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

  it('ends at the deadline that it shares with other waits, where that is sooner, and begins nothing after it', async () => {
    const clock = createManualClock();
    const deadline = deadlineIn(clock, 300);
    const waiting = waitUntil(async () => undefined, { clock, ...bounds, deadline });
    await clock.advance(300);
    expect(await waiting).toEqual({ outcome: 'deadline', elapsedMs: 300 });
    const late = await waitUntil(() => Promise.reject(new Error('It was asked')), { clock, ...bounds, deadline });
    expect(late).toEqual({ outcome: 'deadline', elapsedMs: 0 });
  });
});

describe('metOrThrow()', () => {
  const elapsedMs = 2_000;

  it('gives the value of a wait that was met', () => {
    expect(metOrThrow({ outcome: 'met', value: 7, elapsedMs }, 'Decommissioning node1', undefined)).toBe(7);
  });

  it('throws the reason of the signal where that is one of our errors, else ABORTED', () => {
    const reason = errors.UNAVAILABLE({ message: 'The sidecar is stopping' });
    const thrown = (signal: AbortSignal): unknown => {
      try {
        return metOrThrow({ outcome: 'aborted', elapsedMs }, 'Decommissioning node1', signal);
      } catch (error) {
        return error;
      }
    };
    expect(thrown(AbortSignal.abort(reason))).toBe(reason);
    expect(thrown(AbortSignal.abort('x'))).toMatchObject({
      code: 'ABORTED',
      message: 'Decommissioning node1 was interrupted',
      cause: 'x',
    });
  });

  it('says so when the deadline had passed before the wait began', () => {
    expect(() => metOrThrow({ outcome: 'deadline', elapsedMs: 0 }, 'Decommissioning node1', undefined)).toThrow(
      expect.objectContaining({
        code: 'OPERATION_TIMED_OUT',
        message: 'Decommissioning node1 did not begin: its deadline had already passed',
      }),
    );
  });

  it('is OPERATION_TIMED_OUT at the deadline, with the last error as its cause', () => {
    const lastError = new Error('refused');
    expect(() => metOrThrow({ outcome: 'deadline', elapsedMs, lastError }, 'Decommissioning node1', undefined)).toThrow(
      expect.objectContaining({
        code: 'OPERATION_TIMED_OUT',
        message: `Decommissioning node1 did not finish within ${formatDuration(elapsedMs)}`,
        cause: lastError,
      }),
    );
  });
});
