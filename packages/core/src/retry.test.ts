import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadlineIn } from './bounds.ts';
import { type Backoff, createRetryBudget, pauseMs, retry, type RetryPolicy } from './retry.ts';
import { createManualClock } from './testing.ts';

const backoffs: fc.Arbitrary<Backoff> = fc.record({
  firstMs: fc.integer({ min: 0, max: 1_000 }),
  factor: fc.integer({ min: 1, max: 4 }),
  mostMs: fc.integer({ min: 0, max: 5_000 }),
  jitter: fc.double({ min: 0, max: 1, noNaN: true }),
});
const chances = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const always = { retries: () => true };

/** Runs a work that always fails after `workMs`, on a clock that is moved, and gives when each attempt began. */
async function beginnings(policy: RetryPolicy, workMs: number, limitMs: number | undefined, chance: number): Promise<readonly number[]> {
  const clock = createManualClock();
  const began: number[] = [];
  const bounds = limitMs === undefined ? {} : { deadline: deadlineIn(clock, limitMs) };
  const fails = async (): Promise<never> => {
    began.push(clock.monotonicMs());
    await clock.sleep(workMs);
    throw new Error('no');
  };
  const done = retry(policy, fails, { clock, random: () => chance, ...bounds }).catch(() => undefined);
  await clock.advance(1_000_000);
  await done;
  return began;
}

describe('retry()', () => {
  it('gives the first success, after the pauses of its policy', async () => {
    const clock = createManualClock();
    const policy: RetryPolicy = { ...always, attempts: 5, backoff: { firstMs: 100, factor: 2, mostMs: 10_000, jitter: 0 } };
    const work = async (attempt: number): Promise<string> =>
      attempt === 3 ? `at ${clock.monotonicMs()}` : Promise.reject(new Error('no'));
    const running = retry(policy, work, { clock, random: Math.random });
    await clock.advance(1_000);
    expect(await running).toBe('at 300');
  });

  it('gives up at once on an error that is not worth it', async () => {
    const clock = createManualClock();
    const policy: RetryPolicy = { attempts: 5, backoff: { firstMs: 1, factor: 2, mostMs: 10, jitter: 0 }, retries: () => false };
    let attempts = 0;
    const work = (): Promise<never> => Promise.reject(new Error(String((attempts += 1))));
    await expect(retry(policy, work, { clock, random: Math.random })).rejects.toThrow('1');
  });

  it('is ABORTED when its signal aborts in a pause', async () => {
    const clock = createManualClock();
    const controller = new AbortController();
    const policy: RetryPolicy = { ...always, attempts: 5, backoff: { firstMs: 100, factor: 1, mostMs: 100, jitter: 0 } };
    const running = retry(policy, () => Promise.reject(new Error('no')), { clock, random: Math.random, signal: controller.signal });
    const failed = running.catch((error: unknown) => error);
    await clock.advance(50);
    controller.abort();
    expect(await failed).toMatchObject({ code: 'ABORTED' });
  });

  it('makes no attempt at all after the deadline, or when its signal has aborted', async () => {
    const clock = createManualClock();
    const policy: RetryPolicy = { ...always, attempts: 5, backoff: { firstMs: 1, factor: 1, mostMs: 1, jitter: 0 } };
    const never = (): Promise<never> => Promise.reject(new Error('It was tried'));
    const options = { clock, random: Math.random };
    const passed = retry(policy, never, { ...options, deadline: deadlineIn(clock, 0) });
    await expect(passed).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
    await expect(retry(policy, never, { ...options, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('never makes more attempts than its policy has, and never pauses for longer than the longest pause', async () => {
    await fc.assert(
      fc.asyncProperty(backoffs, fc.integer({ min: 1, max: 6 }), chances, async (backoff, attempts, chance) => {
        const began = await beginnings({ ...always, attempts, backoff }, 0, undefined, chance);
        expect(began).toHaveLength(attempts);
        const pauses = began.slice(1).map((ms, index) => ms - (began[index] ?? 0));
        expect(Math.max(0, ...pauses)).toBeLessThanOrEqual(backoff.mostMs + 1e-6);
      }),
    );
  });

  it('never begins an attempt at or after the deadline', async () => {
    await fc.assert(
      fc.asyncProperty(
        backoffs,
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 3_000 }),
        chances,
        async (backoff, workMs, limitMs, chance) => {
          const began = await beginnings({ ...always, attempts: 50, backoff }, workMs, limitMs, chance);
          expect(began.length).toBeGreaterThan(0);
          expect(began.filter((ms) => ms >= limitMs)).toEqual([]);
        },
      ),
    );
  });

  it('never retries beyond a budget that many calls share', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 10 }),
        fc.constantFrom(0, 0.1, 0.5),
        fc.array(fc.boolean(), { maxLength: 30 }),
        async (most, part, outcomes) => {
          const clock = createManualClock();
          const budget = createRetryBudget(most, part);
          const policy: RetryPolicy = { ...always, budget, attempts: 4, backoff: { firstMs: 0, factor: 1, mostMs: 0, jitter: 0 } };
          let [calls, successes] = [0, 0];
          for (const succeeds of outcomes) {
            const work = (): Promise<void> => {
              calls += 1;
              return succeeds ? Promise.resolve() : Promise.reject(new Error('no'));
            };
            const running = retry(policy, work, { clock, random: () => 0 }).catch(() => undefined);
            await clock.advance(0);
            await running;
            if (succeeds) successes += 1;
          }
          expect(calls - outcomes.length).toBeLessThanOrEqual(most + part * successes);
        },
      ),
    );
  });
});

describe('pauseMs()', () => {
  it('lies between nothing and the whole with full jitter, and is the whole without', () => {
    fc.assert(
      fc.property(backoffs, fc.integer({ min: 1, max: 20 }), chances, (backoff, attempt, chance) => {
        const whole = Math.min(backoff.mostMs, backoff.firstMs * backoff.factor ** (attempt - 1));
        expect(pauseMs({ ...backoff, jitter: 0 }, attempt, () => chance)).toBe(whole);
        const pause = pauseMs(backoff, attempt, () => chance);
        expect(pause).toBeGreaterThanOrEqual(0);
        expect(pause).toBeLessThanOrEqual(whole);
      }),
    );
  });
});
