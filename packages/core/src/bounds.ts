import { abortError, throwIfAborted } from './abort.ts';
import { type Clock } from './clock.ts';
import { errors } from './errors/errors.ts';
import type { OpsError } from './errors/ops-error.ts';
import { formatDuration } from './units.ts';

/**
 * An instant on a clock's monotonic scale, after which nobody waits any more. A span (`withinMs`, `timeoutMs`) becomes one where the work
 * begins, with {@link deadlineIn}; from there on it is passed down as it is, so that the steps of a work share one limit.
 */
export interface Deadline {
  /** The clock whose monotonic scale `atMs` is on; time that is left is read from it, so a test's virtual clock counts too. */
  readonly clock: Clock;
  /** On {@link Clock.monotonicMs}. */
  readonly atMs: number;
}

/** What ends work before it is done. Without either, it is unbounded. */
export interface Bounds {
  /** Ends the work when it aborts. Its error is what `abortError()` makes of the reason. */
  readonly signal?: AbortSignal | undefined;
  /** Ends the work at that instant with `OPERATION_TIMED_OUT`, unless the function says otherwise. */
  readonly deadline?: Deadline | undefined;
}

/**
 * The instant that is so many milliseconds away.
 *
 * @param spanMs how far away, in milliseconds
 */
export function deadlineIn(clock: Clock, spanMs: number): Deadline {
  return { clock, atMs: clock.monotonicMs() + spanMs };
}

/** How many milliseconds are left; 0 when it has passed, `Infinity` without a deadline. */
export function leftMs(deadline: Deadline | undefined): number {
  return deadline === undefined ? Infinity : Math.max(0, deadline.atMs - deadline.clock.monotonicMs());
}

/**
 * The bounds of a work that may take no longer than a span either: the sooner of the two instants ends it.
 *
 * @param withinMs none where only the bounds end it
 */
export function boundsWithin(clock: Clock, withinMs: number | undefined, { signal, deadline }: Bounds): Bounds {
  if (withinMs === undefined || withinMs >= leftMs(deadline)) return { signal, deadline };
  return { signal, deadline: deadlineIn(clock, withinMs) };
}

/**
 * How long a work may take of itself: its span where it has one; its default only where no deadline bounds it either, because a default must not end
 * what the caller gave more time.
 *
 * @param defaultMs in milliseconds
 * @returns milliseconds; `Infinity` where only the deadline ends it
 */
export function spanOrDefault(defaultMs: number, { withinMs, deadline }: { withinMs?: number | undefined } & Bounds): number {
  return withinMs ?? (deadline === undefined ? defaultMs : Infinity);
}

/** True once the signal has aborted or the deadline has passed. */
export function isOver({ signal, deadline }: Bounds): boolean {
  return signal?.aborted === true || leftMs(deadline) === 0;
}

/**
 * Throws when nothing may be begun any more.
 *
 * @param what would begin, for the message: "Starting node1"
 * @throws OpsError what {@link abortError} says when the signal has aborted; `OPERATION_TIMED_OUT` when the deadline has passed
 */
export function throwIfOver({ signal, deadline }: Bounds, what: string): void {
  throwIfAborted(signal, what);
  if (leftMs(deadline) === 0) throw tooLate(what, 0);
}

/** What a work is called in messages, and what becomes of a value that comes after nobody waits for it any more. */
export interface BoundedWork<Value> extends WatchedWork {
  /** Gets a late value, to close it. */
  readonly discard?: ((value: Value) => void) | undefined;
}

/**
 * Runs a work until it is done or one of its bounds ends it. A work that does not heed its signal is left behind.
 *
 * @param work gets a signal that aborts when nobody waits for it any more, for the reason that is thrown
 * @throws OpsError `OPERATION_TIMED_OUT` at the deadline; what {@link abortError} says when the signal aborts first; what the work throws
 *
 * @example
 * ```ts
 * const bounds = { signal, deadline: deadlineIn(systemClock, 5_000) };
 * const session = await withDeadline(bounds, { what: 'Connecting' }, (until) => connect(until));
 * ```
 */
export async function withDeadline<Value>(
  bounds: Bounds,
  { discard = () => undefined, ...about }: BoundedWork<Value>,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const { signal, end } = watchBounds(bounds, about);
  if (signal.aborted) throw signal.reason;
  const over = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
  let left = false;
  const running = (async () => work(signal))();
  running.then((value) => (left ? discard(value) : undefined)).catch(() => undefined);
  try {
    return await Promise.race([running, over]);
  } finally {
    left = true;
    end();
  }
}

/** What a watched work is called in messages. */
export interface WatchedWork {
  /** Such as "Connecting to 10.0.0.7". */
  readonly what: string;
  /** The error at the deadline. Default: `OPERATION_TIMED_OUT`. */
  readonly late?: (() => Error) | undefined;
  /** What to do when the signal aborts it, in place of the remedy of `ABORTED`. */
  readonly abortRemedy?: string | undefined;
}

/** The bounds of a work that is under way. */
export interface WatchedBounds {
  /** Aborts when one of the bounds ends the work; its reason is the error to throw. */
  readonly signal: AbortSignal;
  /** Puts another instant in the deadline's place, for a work whose answer comes piece by piece. */
  readonly renew: (deadline: Deadline | undefined) => void;
  /** The work is over, however it went: nothing is listened to any more, and its signal aborts. */
  readonly end: () => void;
}

/** Watches the bounds of a work that outlives the call which begins it; {@link withDeadline} does for any other. */
export function watchBounds(bounds: Bounds, { what, late, abortRemedy }: WatchedWork): WatchedBounds {
  const over = new AbortController();
  let timer = new AbortController();
  const start = (deadline: Deadline | undefined): void => {
    if (deadline === undefined) return;
    const spanMs = leftMs(deadline);
    const onTime = (): void => over.abort(late?.() ?? tooLate(what, spanMs));
    if (spanMs === 0) onTime();
    else deadline.clock.sleep(spanMs, timer.signal).then(onTime, () => undefined);
  };
  const onAbort = (): void => over.abort(abortError(bounds.signal, what, abortRemedy));
  const release = (): void => {
    timer.abort();
    bounds.signal?.removeEventListener('abort', onAbort);
  };
  over.signal.addEventListener('abort', release, { once: true });
  if (bounds.signal?.aborted === true) onAbort();
  else bounds.signal?.addEventListener('abort', onAbort, { once: true });
  if (!over.signal.aborted) start(bounds.deadline);
  return {
    signal: over.signal,
    renew: (deadline) => {
      if (over.signal.aborted) return;
      timer.abort();
      timer = new AbortController();
      start(deadline);
    },
    end: () => over.abort(),
  };
}

/** The error of a work whose time is up. @param spanMs how long it was given; less than 1 when it could not begin */
export function tooLate(what: string, spanMs: number, cause?: unknown): OpsError {
  if (spanMs < 1) return errors.OPERATION_TIMED_OUT({ message: `${what} did not begin: its deadline had already passed`, cause });
  return errors.OPERATION_TIMED_OUT({ message: `${what} did not finish within ${formatDuration(spanMs)}`, cause });
}
