import { describe, expect, it } from 'vitest';
import { withDeadline } from './bounds.ts';
import { systemClock } from './clock.ts';
import { retry, type RetryPolicy } from './retry.ts';
import { abortFaults, type Begin, createManualClock } from './testing.ts';
import { metOrThrow, waitUntil } from './wait.ts';

const clock = createManualClock();
const policy: RetryPolicy = { attempts: 9, backoff: { firstMs: 60_000, factor: 1, mostMs: 60_000, jitter: 0 }, retries: () => true };
const never = (): Promise<never> => new Promise(() => {});

/** Each public function that waits, as it is tried. */
const waiting: Readonly<Record<string, Begin>> = {
  'Clock.sleep': ({ signal }, begun) => {
    const sleeping = clock.sleep(60_000, signal);
    setTimeout(begun);
    return sleeping;
  },
  'systemClock.sleep': ({ signal }, begun) => {
    const sleeping = systemClock.sleep(60_000, signal);
    setTimeout(begun);
    return sleeping;
  },
  retry: (bounds, begun) => {
    const work = async (): Promise<never> => {
      begun();
      throw new Error('no');
    };
    return retry(policy, work, { clock, random: Math.random, ...bounds });
  },
  waitUntil: async (bounds, begun) => {
    const probe = async (): Promise<undefined> => {
      begun();
      return undefined;
    };
    return metOrThrow(await waitUntil(probe, { clock, pollMs: 100, withinMs: 60_000, ...bounds }), 'Waiting', bounds.signal);
  },
  withDeadline: (bounds, begun) =>
    withDeadline(bounds, { what: 'Working' }, () => {
      begun();
      return never();
    }),
};

describe.each(Object.entries(waiting))('%s()', (_, begin) => {
  it('that was aborted before begins nothing, and one that is aborted midway ends, each as abortError() says', async () => {
    expect(await abortFaults(begin)).toEqual([]);
  });
});

describe('abortFaults()', () => {
  it('finds a planted wait that heeds no signal, that begins all the same, and that throws the reason as it is', async () => {
    const failing = (bounds: Parameters<Begin>[0]): Promise<never> =>
      new Promise((_, reject) => {
        if (bounds.signal?.aborted === true) reject(bounds.signal.reason as Error);
        bounds.signal?.addEventListener('abort', () => reject(bounds.signal?.reason as Error));
      });
    expect(await abortFaults(async () => undefined)).toEqual([
      'Aborted before, it does not reject with the reason, but: nothing, it resolves',
      'Not aborted, it ends before it has begun: nothing, it resolves',
    ]);
    const begins: Begin = (bounds, begun) => {
      begun();
      return failing(bounds);
    };
    expect(await abortFaults(begins)).toEqual([
      'Aborted before, it begins all the same',
      'Aborted midway, it does not reject with ABORTED and the reason, but: Error: enough',
    ]);
  });
});
