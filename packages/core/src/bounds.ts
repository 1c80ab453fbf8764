import { abortError } from './abort.ts';
import { type Clock } from './clock.ts';
import { errors } from './errors/errors.ts';
import { formatDuration } from './units.ts';

/**
 * An instant on a clock's monotonic scale, after which nobody waits any more. A span (`waitMs`, `timeoutMs`) becomes one where the work
 * begins, with {@link deadlineIn}; from there on it is passed down as it is, so that the steps of a work share one limit.
 */
export interface Deadline {
  readonly clock: Clock;
  /** On {@link Clock.monotonicMs}. */
  readonly atMs: number;
}

/** What ends a work before it is done; absent is unbounded. */
export interface Bounds {
  readonly signal?: AbortSignal | undefined;
  readonly deadline?: Deadline | undefined;
}

/** The instant that is so many milliseconds away. */
export function deadlineIn(clock: Clock, spanMs: number): Deadline {
  return { clock, atMs: clock.monotonicMs() + spanMs };
}

/** How many milliseconds are left; 0 when it has passed, `Infinity` without a deadline. */
export function leftMs(deadline: Deadline | undefined): number {
  return deadline === undefined ? Infinity : Math.max(0, deadline.atMs - deadline.clock.monotonicMs());
}

/** What a work is called in messages, and what becomes of a value that comes after nobody waits for it any more. */
export interface BoundedWork<Value> {
  /** Such as "Connecting to 10.0.0.7". */
  readonly what: string;
  /** Gets a late value, to close it. */
  readonly discard?: ((value: Value) => void) | undefined;
}

/**
 * Runs a work until it is done or one of its bounds ends it. A work that does not heed its signal is left behind.
 *
 * @param work gets a signal that aborts when nobody waits for it any more
 * @throws OpsError `OPERATION_TIMED_OUT` at the deadline; what {@link abortError} says when the signal aborts first; what the work throws
 *
 * @example
 * ```ts
 * const bounds = { signal, deadline: deadlineIn(systemClock, 5_000) };
 * const session = await withDeadline(bounds, { what: 'Connecting' }, (until) => connect(until));
 * ```
 */
export async function withDeadline<Value>(
  { signal, deadline }: Bounds,
  { what, discard = () => undefined }: BoundedWork<Value>,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  if (signal?.aborted === true) throw abortError(signal, what);
  const spanMs = leftMs(deadline);
  if (spanMs === 0) throw late(what, spanMs);
  const ended = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = (): void => reject(abortError(signal, what));
    signal?.addEventListener('abort', onAbort, { once: true });
    ended.signal.addEventListener('abort', () => signal?.removeEventListener('abort', onAbort), { once: true });
  });
  const timer = deadline?.clock.sleep(spanMs, ended.signal).then(() => Promise.reject(late(what, spanMs)));
  timer?.catch(() => undefined);
  let left = false;
  const running = (async () => work(ended.signal))();
  running.then((value) => (left ? discard(value) : undefined)).catch(() => undefined);
  try {
    return await Promise.race([running, aborted, ...(timer === undefined ? [] : [timer])]);
  } finally {
    left = true;
    ended.abort();
  }
}

function late(what: string, spanMs: number): Error {
  return errors.OPERATION_TIMED_OUT({ message: `${what} did not finish within ${formatDuration(spanMs)}` });
}
