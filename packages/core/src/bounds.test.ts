import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { abortError } from './abort.ts';
import { boundsWithin, deadlineIn, leftMs, spanOrDefault, throwIfOver, watchBounds, withDeadline } from './bounds.ts';
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
    expect([seen?.aborted, seen?.reason]).toEqual([true, await failed]);
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

describe('boundsWithin()', () => {
  it('keeps the sooner of a span and a deadline', () => {
    const clock = createManualClock(500);
    const { signal } = new AbortController();
    const deadline = deadlineIn(clock, 1_000);
    expect(boundsWithin(clock, 300, { signal, deadline })).toEqual({ signal, deadline: deadlineIn(clock, 300) });
    expect(boundsWithin(clock, 3_000, { signal, deadline }).deadline).toBe(deadline);
    expect(boundsWithin(clock, undefined, { deadline }).deadline).toBe(deadline);
    expect(boundsWithin(clock, 300, {}).deadline).toEqual(deadlineIn(clock, 300));
  });
});

describe('spanOrDefault()', () => {
  it('is the default only where there is neither a span nor a deadline', () => {
    const deadline = deadlineIn(createManualClock(), 1_000);
    expect(spanOrDefault(180, {})).toBe(180);
    expect(spanOrDefault(180, { withinMs: 600 })).toBe(600);
    expect(spanOrDefault(180, { deadline })).toBe(Infinity);
    expect(spanOrDefault(180, { withinMs: 600, deadline })).toBe(600);
  });
});

describe('throwIfOver()', () => {
  it('throws once the signal has aborted or the deadline has passed', async () => {
    const clock = createManualClock();
    const deadline = deadlineIn(clock, 100);
    expect(() => throwIfOver({ deadline }, what)).not.toThrow();
    expect(() => throwIfOver({ deadline, signal: AbortSignal.abort() }, what)).toThrow(expect.objectContaining({ code: 'ABORTED' }));
    await clock.advance(100);
    const message = 'Connecting did not begin: its deadline had already passed';
    const tooLate = expect.objectContaining({ code: 'OPERATION_TIMED_OUT', message });
    expect(() => throwIfOver({ deadline }, what)).toThrow(tooLate);
    await expect(withDeadline({ deadline }, { what }, never)).rejects.toEqual(tooLate);
  });
});

describe('watchBounds()', () => {
  it('aborts at the deadline that was last set, with the error that it was given', async () => {
    const clock = createManualClock();
    const watched = watchBounds({ deadline: deadlineIn(clock, 100) }, { what, late: () => new Error('silent') });
    await clock.advance(80);
    watched.renew(deadlineIn(clock, 100));
    await clock.advance(80);
    expect(watched.signal.aborted).toBe(false);
    await clock.advance(20);
    expect(watched.signal.reason).toEqual(new Error('silent'));
  });

  it('aborts for the caller’s reason, and says what to do about it', () => {
    const controller = new AbortController();
    const { signal } = watchBounds({ signal: controller.signal }, { what, abortRemedy: 'Look first.' });
    controller.abort('enough');
    expect(signal.reason).toMatchObject({ code: 'ABORTED', message: 'Connecting was interrupted', remedy: 'Look first.', cause: 'enough' });
  });

  it('leaves neither a sleeper nor a listener behind when its work is over', async () => {
    const { signal } = new AbortController();
    const clock = createManualClock();
    const watched = watchBounds({ signal, deadline: deadlineIn(clock, 100) }, { what });
    watched.end();
    const { reason } = watched.signal;
    await clock.advance(200);
    expect([getEventListeners(signal, 'abort'), watched.signal.reason]).toEqual([[], reason]);
    expect(reason).toMatchObject({ name: 'AbortError' });
  });
});

describe('abortError()', () => {
  it('is the reason itself where that is one of our errors, else ABORTED with it as the cause', () => {
    const reason = errors.UNAVAILABLE({ message: 'The sidecar is stopping' });
    expect(abortError(AbortSignal.abort(reason), what)).toBe(reason);
    expect(abortError(AbortSignal.abort('x'), what)).toMatchObject({ code: 'ABORTED', cause: 'x' });
  });
});
