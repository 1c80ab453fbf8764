import { expect, test } from 'vitest';
import { createLimiter } from './limiter.ts';

/** A task that ends when it is told to. */
function held(): { run: () => Promise<void>; end: () => void; started: () => boolean } {
  let end = (): void => {};
  let started = false;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    run: () => {
      started = true;
      return ended;
    },
    end: () => end(),
    started: () => started,
  };
}

test('only so many tasks run at a time, the others in the order they came', async () => {
  const limiter = createLimiter(2);
  const tasks = [held(), held(), held(), held()];
  const runs = tasks.map((task) => limiter.run(task.run));
  await Promise.resolve();
  expect(tasks.map((task) => task.started())).toEqual([true, true, false, false]);
  tasks[1]?.end();
  await runs[1];
  await Promise.resolve();
  expect(tasks.map((task) => task.started())).toEqual([true, true, true, false]);
  for (const task of tasks) task.end();
  await Promise.all(runs);
});

test('a task that fails gives its place back', async () => {
  const limiter = createLimiter(1);
  await expect(limiter.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(limiter.run(() => Promise.resolve(1))).resolves.toBe(1);
});

test('a task that is aborted while it waits is never started and takes no place', async () => {
  const limiter = createLimiter(1);
  const [first, second] = [held(), held()];
  const running = limiter.run(first.run);
  const abort = new AbortController();
  const waiting = limiter.run(second.run, abort.signal);
  const reason = new Error('enough');
  abort.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(limiter.run(second.run, AbortSignal.abort(reason))).rejects.toBe(reason);
  expect(second.started()).toBe(false);
  first.end();
  await running;
  await expect(limiter.run(() => Promise.resolve('free'))).resolves.toBe('free');
});
