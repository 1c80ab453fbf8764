import { describe, expect, it } from 'vitest';
import { createRequestLimit, TIMED_OUT, withDeadline } from './limits.ts';

const never = (): Promise<never> => new Promise(() => {});

describe('withDeadline()', () => {
  const alive = new AbortController().signal;

  it('gives the work’s answer or error', async () => {
    expect(await withDeadline(1_000, [alive], async () => 'done')).toBe('done');
    await expect(withDeadline(1_000, [alive], () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });

  it('ends at the deadline, tells the work, and leaves it behind', async () => {
    let told: AbortSignal | undefined;
    const ended = withDeadline(10, [alive], (signal) => {
      told = signal;
      return never();
    });
    await expect(ended).rejects.toBe(TIMED_OUT);
    expect(told?.aborted).toBe(true);
  });

  it('ends when the server stops, also when it stopped before', async () => {
    const stopping = new AbortController();
    const waiting = withDeadline(60_000, [stopping.signal], never);
    stopping.abort(new Error('stopping'));
    await expect(waiting).rejects.toThrow('stopping');
    await expect(withDeadline(60_000, [stopping.signal], never)).rejects.toThrow('stopping');
  });
});

describe('createRequestLimit()', () => {
  it('lets in so many at a time, and another when one has left, however often that says so', () => {
    const limit = createRequestLimit(2);
    const leave = limit.enter();
    limit.enter();
    expect(() => limit.enter()).toThrow(/already serves 2/);
    leave();
    leave();
    limit.enter();
    expect(() => limit.enter()).toThrow(/already serves 2/);
  });
});
