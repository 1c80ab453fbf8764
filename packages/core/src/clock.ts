import { abortError } from './abort.ts';

/** Tells the time and waits. Pure code takes `nowMs` as an argument instead. */
export interface Clock {
  /** Wall-clock time in milliseconds since 1970; may jump, so never measure with it. */
  nowMs(): number;
  /** Milliseconds on a clock that never goes back; its origin means nothing. */
  monotonicMs(): number;
  /** Resolves after `durationMs`; rejects with what {@link abortError} says when the signal aborts first. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}

/**
 * The longest that a timer of the platform runs, in milliseconds: 2^31 - 1, almost 25 days. One that is set for longer fires at once.
 */
export const LONGEST_TIMER_MS: number = 2_147_483_647;

/** The clock of the machine; works in Node and in a browser. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (durationMs, signal) => sleep(durationMs, signal),
};

/** A timer of the platform counts whole milliseconds, so it may fire up to one before its time: what is left then is waited for, too. */
function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(signal, 'A pause'));
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(abortError(signal, 'A pause'));
    };
    const endMs = performance.now() + durationMs;
    const onTimer = (): void => {
      const leftMs = endMs - performance.now();
      if (leftMs > 0) return wait(leftMs);
      signal?.removeEventListener('abort', onAbort);
      resolve();
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = (leftMs: number): void => {
      timer = setTimeout(onTimer, Math.min(Math.ceil(leftMs), LONGEST_TIMER_MS));
    };
    wait(durationMs);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
