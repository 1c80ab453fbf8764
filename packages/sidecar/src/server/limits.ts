import { OpsError } from '@ringside/core';

/** Counts requests under way and refuses more than there may be. */
export interface RequestLimit {
  /**
   * Takes a place.
   *
   * @returns what gives it back; calling it twice does nothing more
   * @throws OpsError `SIDECAR_BUSY` when there is none left
   */
  enter(): () => void;
}

/** A limit of so many requests at a time; nobody waits for a place, so nothing can pile up. */
export function createRequestLimit(most: number): RequestLimit {
  let underWay = 0;
  return {
    enter() {
      if (underWay >= most) throw new OpsError('SIDECAR_BUSY', { message: `The sidecar already serves ${underWay} requests` });
      underWay += 1;
      let left = false;
      return () => {
        if (!left) underWay -= 1;
        left = true;
      };
    },
  };
}

/** Thrown by {@link withDeadline} when time is up. */
export const TIMED_OUT: unique symbol = Symbol('timed out');

/**
 * Runs some work for no longer than `timeoutMs`. Work that does not heed its signal is left behind.
 *
 * @param work gets a signal that aborts at the deadline or with `signal`
 * @throws TIMED_OUT at the deadline; the signal's reason if that aborts first
 */
export async function withDeadline<T>(timeoutMs: number, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  let stop = (_reason: unknown): void => {};
  const interrupted = new Promise<never>((_, reject) => {
    stop = (reason) => {
      reject(reason);
      ended.abort(reason);
    };
  });
  const onAbort = (): void => stop(signal.reason);
  const timer = setTimeout(() => stop(TIMED_OUT), timeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    const running = work(ended.signal);
    running.catch(() => undefined);
    return await Promise.race([interrupted, running]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
