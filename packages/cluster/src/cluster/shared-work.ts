import { type Bounds, throwIfOver, withDeadline } from '@ringside/core';

/** A work in progress, and how many wait for it. */
interface Running<Value> {
  readonly value: Promise<Value>;
  readonly abort: AbortController;
  waiting: number;
}

/**
 * Does a work once for all who ask for it, and keeps its result. The bounds of a call end only its own wait; the work itself is aborted when nobody
 * waits for it any more. A failure is forgotten, so that the next call tries again.
 *
 * @param what it is called in messages: "Getting Cassandra 5.0.9"
 * @param signal aborts it for all
 */
export function sharedWork<Value>(
  what: string,
  work: (signal: AbortSignal) => Promise<Value>,
  signal?: AbortSignal,
): (bounds: Bounds) => Promise<Value> {
  let running: Running<Value> | undefined;
  const begin = (): Running<Value> => {
    const abort = new AbortController();
    const all = signal === undefined ? abort.signal : AbortSignal.any([abort.signal, signal]);
    const begun = { value: work(all), abort, waiting: 0 };
    begun.value.catch(() => forget(begun));
    return begun;
  };
  const forget = (ended: Running<Value>): void => {
    if (running === ended) running = undefined;
  };
  return async (bounds) => {
    throwIfOver(bounds, what);
    running ??= begin();
    const mine = running;
    mine.waiting += 1;
    try {
      return await withDeadline(bounds, { what }, () => mine.value);
    } catch (error) {
      if (mine.waiting === 1) {
        forget(mine);
        mine.abort.abort(error);
      }
      throw error;
    } finally {
      mine.waiting -= 1;
    }
  };
}
