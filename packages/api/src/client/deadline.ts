import { LONGEST_TIMER_MS } from '@ringside/core';

/** Bounds a call, piece by piece where its answer comes in pieces. */
export interface Deadline {
  /** Aborts when time is up, or when the caller aborts. */
  readonly signal: AbortSignal;
  /** Whether it was the time. */
  readonly timedOut: () => boolean;
  /** Something came: time begins anew. */
  readonly renew: () => void;
  /** Ends what still goes on; to be called when the call is over, however it went. */
  readonly end: () => void;
}

/** Starts the time of a call. */
export function startDeadline(timeoutMs: number, caller: AbortSignal | undefined): Deadline {
  const over = new AbortController();
  let timedOut = false;
  const onTime = (): void => {
    timedOut = true;
    over.abort();
  };
  const start = (): ReturnType<typeof setTimeout> => setTimeout(onTime, Math.min(timeoutMs, LONGEST_TIMER_MS));
  let timer = start();
  const onAbort = (): void => over.abort(caller?.reason);
  if (caller?.aborted === true) onAbort();
  else caller?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: over.signal,
    timedOut: () => timedOut,
    renew: () => {
      clearTimeout(timer);
      timer = start();
    },
    end: () => {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onAbort);
      over.abort();
    },
  };
}
