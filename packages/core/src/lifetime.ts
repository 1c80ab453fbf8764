/** For how long something is of use to somebody. */
export interface Lifetime {
  /** Aborts when it is not. */
  readonly signal: AbortSignal;
  /** Ends it, for a reason: an `AbortError` where none is given. */
  readonly end: (reason?: unknown) => void;
  /** It is over, and nobody needs to know: nothing is listened to any more. */
  readonly release: () => void;
}

/**
 * A lifetime that ends with the first of some signals, for the reason of that one.
 *
 * @param signals they are listened to one by one because on Node 20 `AbortSignal.any()` leaves something behind, for each call, in a signal that lives on
 */
export function lifetimeOf(signals: readonly AbortSignal[]): Lifetime {
  const over = new AbortController();
  const onAbort = (): void => over.abort(signals.find(({ aborted }) => aborted)?.reason);
  for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true });
  if (signals.some(({ aborted }) => aborted)) onAbort();
  return {
    signal: over.signal,
    end: (reason) => over.abort(reason),
    release: () => {
      for (const signal of signals) signal.removeEventListener('abort', onAbort);
    },
  };
}
