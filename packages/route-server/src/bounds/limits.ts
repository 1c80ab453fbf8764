import { routeServerErrors } from '../errors.ts';

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

/**
 * A limit of so many requests at a time; nobody waits for a place, so nothing can pile up.
 *
 * @param busy tells what the places are taken by, for the message
 */
export function createRequestLimit(
  most: number,
  busy = (underWay: number) => `The sidecar already serves ${underWay} requests`,
): RequestLimit {
  let underWay = 0;
  return {
    enter() {
      if (underWay >= most)
        throw routeServerErrors.SIDECAR_BUSY({
          message: busy(underWay),
          remedy: 'Try again in a moment, or allow more at a time (requests.* of the sidecar).',
        });
      underWay += 1;
      let left = false;
      return () => {
        if (!left) underWay -= 1;
        left = true;
      };
    },
  };
}

/** Gives the limit of a node. */
export type NodeLimits = (instance: { readonly id: number; readonly host: string }) => RequestLimit;

/**
 * So many places for each node: one that hangs takes none from the others.
 *
 * @param busy tells what the places of a node are taken by, for the message
 */
export function createNodeLimits(most: number, busy: (underWay: number, host: string) => string): NodeLimits {
  const limits = new Map<number, RequestLimit>();
  return ({ id, host }) => {
    const known = limits.get(id);
    if (known !== undefined) return known;
    const made = createRequestLimit(most, (underWay) => busy(underWay, host));
    limits.set(id, made);
    return made;
  };
}

/** Thrown by {@link withDeadline} when time is up. */
export const TIMED_OUT: unique symbol = Symbol('timed out');

/**
 * Runs some work for no longer than `timeoutMs`. Work that does not heed its signal is left behind.
 *
 * @param signals the work ends with the first of them that aborts. They are listened to one by one because `AbortSignal.any()` leaves
 *   something behind in a signal that lives on, and one of them lives as long as the sidecar.
 * @param work gets a signal that aborts at the deadline or with any of `signals`
 * @throws TIMED_OUT at the deadline; a signal's reason if one aborts first
 */
export async function withDeadline<T>(
  timeoutMs: number,
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  let stop = (_reason: unknown): void => {};
  const interrupted = new Promise<never>((_, reject) => {
    stop = (reason) => {
      reject(reason);
      ended.abort(reason);
    };
  });
  const onAbort = (): void => stop(signals.find(({ aborted }) => aborted)?.reason);
  const timer = setTimeout(() => stop(TIMED_OUT), timeoutMs);
  for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true });
  if (signals.some(({ aborted }) => aborted)) onAbort();
  try {
    if (ended.signal.aborted) return await interrupted;
    const running = work(ended.signal);
    running.catch(() => undefined);
    return await Promise.race([interrupted, running]);
  } finally {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener('abort', onAbort);
  }
}
