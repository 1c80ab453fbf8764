/** How long a request is of use to somebody. */
export interface Lifetime {
  /** Aborts when the request is not: its client left, the sidecar stops, or it took too long. */
  readonly signal: AbortSignal;
  /** Ends it, for a reason. */
  readonly end: (reason: unknown) => void;
  /** The answer is complete: nothing is listened to any more. */
  readonly release: () => void;
}

/**
 * A lifetime that ends with the first of some signals.
 *
 * @param signals they are listened to one by one because `AbortSignal.any()` leaves something behind in a signal that lives on, and one of them lives as
 *   long as the sidecar
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
