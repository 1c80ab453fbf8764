import { abortError } from './abort.ts';
import { type Bounds, leftMs, tooLate } from './bounds.ts';
import type { Clock } from './clock.ts';

/** How a bounded wait ended; the caller decides whether a deadline is an error. */
export type WaitResult<T> =
  | { readonly outcome: 'met'; readonly value: T; readonly elapsedMs: number }
  | { readonly outcome: 'deadline'; readonly elapsedMs: number; readonly lastError?: unknown }
  | { readonly outcome: 'aborted'; readonly elapsedMs: number };

/** The bounds of a wait. */
export interface WaitOptions extends Bounds {
  /** Measures the wait and sleeps between probes; a virtual one makes the wait take no time in tests. */
  readonly clock: Clock;
  /** The pause between the end of one probe and the start of the next. */
  readonly pollMs: number;
  /** How long the whole wait may take, probes included; the deadline may end it sooner. */
  readonly withinMs: number;
}

/**
 * Asks again and again until a probe gives a value, time is up, or the signal aborts. A probe that throws counts as "not yet";
 * its last error is reported with the deadline. A probe that hangs is left behind at the deadline, its signal aborted. Nothing is asked when the signal has
 * aborted or the deadline has passed before.
 *
 * @param probe resolves to `undefined` for "not yet"; its signal aborts when the wait ends
 */
export async function waitUntil<T>(probe: (signal: AbortSignal) => Promise<T | undefined>, options: WaitOptions): Promise<WaitResult<T>> {
  const { clock, pollMs, withinMs, signal, deadline } = options;
  const startMs = clock.monotonicMs();
  const elapsed = (): number => clock.monotonicMs() - startMs;
  const ended = new AbortController();
  const stop = (): void => ended.abort(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  const timeUp = clock.sleep(Math.min(withinMs, leftMs(deadline)), ended.signal).then(
    () => 'deadline' as const,
    () => 'aborted' as const,
  );
  let lastError: unknown;
  try {
    if (signal?.aborted) return { outcome: 'aborted', elapsedMs: 0 };
    if (leftMs(deadline) === 0) return { outcome: 'deadline', elapsedMs: 0 };
    for (;;) {
      const attempt = probe(ended.signal).then(
        (value) => ({ value }),
        (error: unknown) => ({ value: undefined, error }),
      );
      const first = await Promise.race([attempt, timeUp]);
      if (typeof first === 'string') return finish(first, elapsed(), lastError);
      if (first.value !== undefined) return { outcome: 'met', value: first.value, elapsedMs: elapsed() };
      lastError = 'error' in first ? first.error : undefined;
      const pause = clock.sleep(pollMs, ended.signal).then(
        () => 'again' as const,
        () => 'aborted' as const,
      );
      const next = await Promise.race([pause, timeUp]);
      if (next !== 'again') return finish(next, elapsed(), lastError);
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    ended.abort();
  }
}

function finish(outcome: 'deadline' | 'aborted', elapsedMs: number, lastError: unknown): WaitResult<never> {
  if (outcome === 'aborted' || lastError === undefined) return { outcome, elapsedMs };
  return { outcome, elapsedMs, lastError };
}

/**
 * The value of a wait that was met.
 *
 * @param what was to end, as for {@link abortError}: "Starting node1"
 * @param signal the one that the wait was given
 * @throws OpsError `OPERATION_TIMED_OUT`; what {@link abortError} says when the signal has aborted
 */
export function metOrThrow<T>(result: WaitResult<T>, what: string, signal: AbortSignal | undefined): T {
  if (result.outcome === 'met') return result.value;
  if (result.outcome === 'aborted') throw abortError(signal, what);
  throw tooLate(what, result.elapsedMs, result.lastError);
}
