import { useEffect, useState } from 'react';
import { type Backoff, type OpsError, pauseMs, systemClock, toOpsError } from '@ringside/core';

/** From one round to the next; longer after each failure. */
const ROUNDS: Backoff = { firstMs: 2_000, factor: 2, mostMs: 15_000, jitter: 0 };

/** The last good answer, the error since then if there is one, and when the answer came. */
export interface Live<T> {
  readonly value: T | undefined;
  readonly error: OpsError | undefined;
  readonly atMs: number | undefined;
}

/**
 * Keeps asking while the page is visible: every two seconds, ever more slowly (up to fifteen) while it fails. The last good
 * answer stays, so that a node that dies does not blank the page that should show it.
 *
 * @param ask one round of requests; a change of it starts over
 */
export function useLive<T>(ask: (signal: AbortSignal) => Promise<T>): Live<T> {
  const [live, setLive] = useState<Live<T>>({ value: undefined, error: undefined, atMs: undefined });
  useEffect(() => {
    const stopped = new AbortController();
    void poll(ask, stopped.signal, setLive);
    return () => stopped.abort();
  }, [ask]);
  return live;
}

async function poll<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
  set: (update: (before: Live<T>) => Live<T>) => void,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const value = document.hidden ? undefined : await ask(signal);
      if (value !== undefined) set(() => ({ value, error: undefined, atMs: systemClock.nowMs() }));
      failures = 0;
    } catch (thrown) {
      if (signal.aborted) return;
      set((before) => ({ ...before, error: toOpsError(thrown) }));
      failures += 1;
    }
    await systemClock.sleep(pauseMs(ROUNDS, failures + 1, Math.random), signal).catch(() => {});
  }
}
