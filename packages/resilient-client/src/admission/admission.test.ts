import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isOpsError } from '@ringside/core';
import { Monitor } from '../metrics/monitor.ts';
import { Admission, type Work } from './admission.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const never = (): never => expect.fail('It was refused');

/** An admission, and work in it by its name: what has begun, and how to end it. */
function setUp(most: number, queue: number, waitMs = 1_000) {
  const monitor = new Monitor();
  const admission = new Admission({ most, queue, waitMs }, monitor, () => performance.now());
  const begun: string[] = [];
  const outcomes: string[] = [];
  const ends = new Map<string, { ok: () => void; fail: () => void }>();
  const workOf = (name: string): Work<string> => ({
    begin: () => {
      begun.push(name);
      return new Promise((resolve, reject) => ends.set(name, { ok: () => resolve(name), fail: () => reject(new Error('no')) }));
    },
    recover: async (failure) => {
      throw failure;
    },
    ended: () => undefined,
  });
  const start = (name: string, work: Partial<Work<string>> = {}): void => {
    const done = admission.run({ ...workOf(name), ...work });
    void done.then(
      () => outcomes.push(`${name} ok`),
      (error: unknown) => outcomes.push(`${name} ${isOpsError(error) ? error.code : String(error)}`),
    );
  };
  const end = async (name: string, how: 'ok' | 'fail' = 'ok'): Promise<void> => {
    ends.get(name)?.[how]();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { admission, monitor, begun, outcomes, start, end };
}

test('work begins in the same turn while there is a place, and then in the order of arrival', async () => {
  const { begun, start, end, admission } = setUp(2, 10);
  for (const name of ['a', 'b', 'c', 'd']) start(name);
  expect([begun, admission.inProgress, admission.waiting]).toEqual([['a', 'b'], 2, 2]);
  await end('b');
  expect(begun).toEqual(['a', 'b', 'c']);
  await end('a');
  await end('c');
  await end('d');
  expect([begun, admission.inProgress, admission.waiting]).toEqual([['a', 'b', 'c', 'd'], 0, 0]);
});

test('whoever comes while a place is handed on does not get it', async () => {
  const { begun, start, admission } = setUp(1, 10);
  start('a', { begin: () => Promise.resolve('a'), ended: () => start('c') });
  start('b');
  await vi.advanceTimersByTimeAsync(0);
  expect([begun, admission.inProgress, admission.waiting]).toEqual([['b'], 1, 1]);
});

test('what fails leaves its place only when nothing more is done about it', async () => {
  const { begun, outcomes, start, end, admission } = setUp(1, 10);
  const again: (() => void)[] = [];
  start('a', { recover: () => new Promise((resolve) => again.push(() => resolve('later'))) });
  start('b');
  await end('a', 'fail');
  expect([begun, admission.inProgress]).toEqual([['a'], 1]);
  again[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  await end('b', 'fail');
  expect([begun, outcomes, admission.inProgress]).toEqual([['a', 'b'], ['a ok', 'b Error: no'], 0]);
});

test('what finds the queue full fails at once, and says how many are before it', async () => {
  const { outcomes, begun, start, admission, monitor } = setUp(1, 1);
  for (const name of ['a', 'b', 'c']) start(name);
  await vi.advanceTimersByTimeAsync(0);
  expect([outcomes, begun]).toEqual([['c TOO_MANY_REQUESTS'], ['a']]);
  await expect(admission.run({ begin: never, recover: never, ended: never })).rejects.toMatchObject({
    message: 'Too many requests: 1 are in progress, and 1 wait',
    retryable: true,
  });
  expect([...monitor.refusals()]).toEqual([['queue-full', 2]]);
});

test('what waits too long fails when its time is over, and those that came later when theirs is', async () => {
  const { outcomes, begun, start, end, admission, monitor } = setUp(1, 10, 1_000);
  start('a');
  start('b');
  await vi.advanceTimersByTimeAsync(600);
  start('c');
  await vi.advanceTimersByTimeAsync(399);
  expect(outcomes).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(outcomes).toEqual(['b TOO_MANY_REQUESTS']);
  await vi.advanceTimersByTimeAsync(599);
  expect(admission.waiting).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect([outcomes, admission.waiting]).toEqual([['b TOO_MANY_REQUESTS', 'c TOO_MANY_REQUESTS'], 0]);
  start('d');
  await vi.advanceTimersByTimeAsync(500);
  await end('a');
  expect(begun).toEqual(['a', 'd']);
  expect([...monitor.refusals()]).toEqual([['waited-too-long', 2]]);
  expect(monitor.waits.read()).toMatchObject({ count: 1, sum: 0.5 });
});

test('no timer is left when nobody waits', async () => {
  const { start, end } = setUp(1, 10);
  start('a');
  start('b');
  expect(vi.getTimerCount()).toBe(1);
  await end('a');
  expect(vi.getTimerCount()).toBe(0);
});

test('a wait without a bound is one, not a timer that fires at once', async () => {
  const { outcomes, start } = setUp(1, 10, Infinity);
  const timers = vi.spyOn(globalThis, 'setTimeout');
  start('a');
  start('b');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(outcomes).toEqual([]);
  expect(timers).toHaveBeenCalledTimes(1);
});

test('at a shutdown all that wait are refused, and what is in progress goes on', async () => {
  const { outcomes, start, end, admission, monitor } = setUp(1, 10);
  for (const name of ['a', 'b', 'c']) start(name);
  admission.refuseWaiting();
  await end('a');
  expect([outcomes, admission.inProgress]).toEqual([['b ABORTED', 'c ABORTED', 'a ok'], 0]);
  expect([...monitor.refusals()]).toEqual([['shutdown', 2]]);
});

test('whatever comes and ends, neither bound is exceeded, order is kept, and nothing is forgotten', async () => {
  const step = fc.oneof({ weight: 3, arbitrary: fc.constant('start') }, { weight: 2, arbitrary: fc.constantFrom('ok', 'fail') });
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 0, max: 4 }),
    fc.array(step, { maxLength: 60, size: 'max' }),
    async (most, queue, steps) => {
      const { admission, begun, outcomes, start, end } = setUp(most, queue, Infinity);
      let started = 0;
      let ended = 0;
      for (const each of steps) {
        if (each === 'start') start(String((started += 1)));
        else if (ended < begun.length) await end(begun[(ended += 1) - 1] ?? '', each);
        await vi.advanceTimersByTimeAsync(0);
        expect(admission.inProgress).toBeLessThanOrEqual(most);
        expect(admission.waiting).toBeLessThanOrEqual(queue);
        expect(admission.inProgress).toBe(begun.length - ended);
        expect(admission.waiting === 0 || admission.inProgress === most).toBe(true);
        expect(outcomes.length + admission.inProgress + admission.waiting).toBe(started);
      }
      expect(begun.map(Number)).toEqual(begun.map(Number).toSorted((a, b) => a - b));
    },
  );
  await fc.assert(property, { numRuns: 200 });
});
