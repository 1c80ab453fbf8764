import { abortError, throwIfAborted } from './abort.ts';
import { type Bounds, leftMs, throwIfOver } from './bounds.ts';
import { type Clock } from './clock.ts';

/** When a failed attempt is made again, and when it is given up: a value, so that it can be shown, compared and tested. */
export interface RetryPolicy {
  /** How often it is tried in all, the first time included; `Infinity` where only the bounds end it. */
  readonly attempts: number;
  /** How long to pause before each further attempt. */
  readonly backoff: Backoff;
  /** Which errors are worth another attempt. */
  readonly retries: (error: unknown) => boolean;
  /** Shared by many calls: together they retry no more than it allows. Default: no limit. */
  readonly budget?: RetryBudget | undefined;
}

/** The pauses between attempts. */
export interface Backoff {
  /** Before the second attempt. */
  readonly firstMs: number;
  /** What each pause is multiplied with for the next. */
  readonly factor: number;
  /** No pause is longer. */
  readonly mostMs: number;
  /**
   * Which part of a pause is left to chance, 0 to 1: with 1 it lies anywhere between nothing and the whole, so that those who failed together do not come
   * back together.
   */
  readonly jitter: number;
}

/** How many retries a number of calls may make together. */
export interface RetryBudget {
  /** Takes one; false when there is none left. */
  take(): boolean;
  /** A call has succeeded, which gives a part of one back. */
  succeeded(): void;
}

/** What {@link retry} runs with. */
export interface RetryOptions extends Bounds {
  /** Sleeps through the pauses; a virtual one makes them take no time in tests. */
  readonly clock: Clock;
  /** Chance, from 0 up to but not including 1. */
  readonly random: () => number;
}

/**
 * The pause after a failed attempt, in milliseconds.
 *
 * @param attempt which one has failed, from 1
 * @param random gives a number from 0 up to, not including, 1, which decides the jitter
 */
export function pauseMs({ firstMs, factor, mostMs, jitter }: Backoff, attempt: number, random: () => number): number {
  const wholeMs = Math.min(mostMs, firstMs * factor ** (attempt - 1));
  return wholeMs * (1 - jitter + jitter * random());
}

/**
 * A budget of so many retries, of which each success gives a part back: while most calls fail, few are sent twice.
 *
 * @param most how many retries can be saved up; it begins full
 * @param perSuccess which part of a retry a success gives back
 */
export function createRetryBudget(most: number, perSuccess: number): RetryBudget {
  let left = most;
  return {
    take() {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
    succeeded() {
      left = Math.min(most, left + perSuccess);
    },
  };
}

/**
 * Tries until it succeeds, or until the policy or the bounds say that it is over. No attempt begins after the deadline, and no pause is begun that would end
 * after it.
 *
 * @param work is given the number of the attempt, from 1
 * @throws what the last attempt threw; what `abortError()` says when the signal aborts before an attempt or in a pause; OpsError `OPERATION_TIMED_OUT` when the
 *   deadline has passed before the first
 */
export async function retry<Value>(policy: RetryPolicy, work: (attempt: number) => Promise<Value>, options: RetryOptions): Promise<Value> {
  const { clock, random, signal, deadline } = options;
  throwIfOver(options, 'Trying');
  for (let attempt = 1; ; attempt += 1) {
    throwIfAborted(signal, 'Trying again');
    try {
      const value = await work(attempt);
      policy.budget?.succeeded();
      return value;
    } catch (error) {
      if (attempt >= policy.attempts || !policy.retries(error)) throw error;
      const waitMs = pauseMs(policy.backoff, attempt, random);
      if (waitMs >= leftMs(deadline) || policy.budget?.take() === false) throw error;
      await clock.sleep(waitMs, signal).catch(() => Promise.reject(abortError(signal, 'Trying again')));
    }
  }
}
