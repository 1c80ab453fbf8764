import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { abortError, metOrThrow } from './abort.ts';
import { deadlineIn, leftMs, withDeadline } from './bounds.ts';
import { errors } from './errors/errors.ts';
import { createManualClock } from './testing.ts';
import { formatDuration } from './units.ts';

const never = (): Promise<never> => new Promise(() => {});
const what = 'Connecting';

describe('a deadline', () => {
  it('is an instant: what is left shrinks as time goes by, and never below nothing', async () => {
    const clock = createManualClock(500);
    const deadline = deadlineIn(clock, 1_000);
    await clock.advance(300);
    expect([deadline.atMs, leftMs(deadline), leftMs(undefined)]).toEqual([1_500, 700, Infinity]);
    await clock.advance(5_000);
    expect(leftMs(deadline)).toBe(0);
  });
});

describe('withDeadline()', () => {
  it('gives what the work gives, and leaves no sleeper behind', async () => {
    const clock = createManualClock();
    let seen: AbortSignal | undefined;
    const value = await withDeadline({ deadline: deadlineIn(clock, 100) }, { what }, async (signal) => {
      seen = signal;
      return 7;
    });
    expect([value, seen?.aborted]).toEqual([7, true]);
  });

  it('is OPERATION_TIMED_OUT at the deadline, aborts the work, and discards what comes later', async () => {
    const clock = createManualClock();
    let resolveLate = (_value: string): void => undefined;
    const late = new Promise<string>((resolve) => (resolveLate = resolve));
    const discarded: string[] = [];
    let seen: AbortSignal | undefined;
    const bounds = { deadline: deadlineIn(clock, 2_000) };
    const running = withDeadline<string>(bounds, { what, discard: (value) => discarded.push(value) }, (signal) => {
      seen = signal;
      return late;
    });
    const failed = running.catch((error: unknown) => error);
    await clock.advance(1_999);
    expect(seen?.aborted).toBe(false);
    await clock.advance(1);
    expect(await failed).toMatchObject({
      code: 'OPERATION_TIMED_OUT',
      message: `Connecting did not finish within ${formatDuration(2_000)}`,
    });
    expect(seen?.aborted).toBe(true);
    resolveLate('late');
    await clock.advance(0);
    expect(discarded).toEqual(['late']);
  });

  it('shares one deadline between steps', async () => {
    const clock = createManualClock();
    const bounds = { deadline: deadlineIn(clock, 1_000) };
    const first = withDeadline(bounds, { what }, () => clock.sleep(900));
    await clock.advance(900);
    await first;
    const second = withDeadline(bounds, { what }, never).catch((error: unknown) => error);
    await clock.advance(100);
    expect(await second).toMatchObject({ code: 'OPERATION_TIMED_OUT' });
    await expect(withDeadline(bounds, { what }, never)).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  });

  it('is ABORTED when its signal aborts, before it begins or later', async () => {
    const controller = new AbortController();
    const running = withDeadline({ signal: controller.signal }, { what }, never);
    controller.abort(new Error('why'));
    await expect(running).rejects.toMatchObject({ code: 'ABORTED', message: 'Connecting was interrupted', cause: new Error('why') });
    await expect(withDeadline({ signal: controller.signal }, { what }, never)).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

describe('a work that throws before it gives a promise', () => {
  it('leaves neither a sleeper nor a listener behind', async () => {
    const { signal } = new AbortController();
    const sleepers: (AbortSignal | undefined)[] = [];
    const clock = { ...createManualClock(), sleep: async (_: number, until?: AbortSignal) => void sleepers.push(until) };
    const running = withDeadline({ signal, deadline: deadlineIn(clock, 100) }, { what }, () => {
      throw new Error('at once');
    });
    await expect(running).rejects.toThrow('at once');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(sleepers.map((until) => until?.aborted)).toEqual([true]);
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

describe('abortError()', () => {
  it('is the reason itself where that is one of our errors, else ABORTED with it as the cause', () => {
    const reason = errors.UNAVAILABLE({ message: 'The sidecar is stopping' });
    expect(abortError(AbortSignal.abort(reason), what)).toBe(reason);
    expect(abortError(AbortSignal.abort('x'), what)).toMatchObject({ code: 'ABORTED', cause: 'x' });
  });
});
