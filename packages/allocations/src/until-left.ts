import { setMaxListeners } from 'node:events';

/** Runs a generator with a signal that also aborts when the consumer stops, so that pages that are being read ahead end. */
export async function* untilLeft<Item>(
  signal: AbortSignal | undefined,
  generate: (signal: AbortSignal) => AsyncGenerator<Item, void, undefined>,
): AsyncGenerator<Item, void, undefined> {
  const stop = new AbortController();
  try {
    yield* generate(signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]));
  } finally {
    stop.abort();
  }
}

/** Each statement listens to the signal of its task, and there may be many at a time. */
const ANY_NUMBER = 0;

/** Runs a task with a signal that also aborts when the task is over, so that parts of it that are still running end. */
export async function untilOver<Result>(signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  setMaxListeners(ANY_NUMBER, either);
  try {
    return await work(either);
  } finally {
    stop.abort();
  }
}
