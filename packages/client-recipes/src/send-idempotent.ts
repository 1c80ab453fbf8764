import { type Clock, deadlineIn, retry, type RetryPolicy, withDeadline } from '@ringside/core';
import { CONSISTENCY_LEVELS, type ConsistencyLevel } from '@ringside/model';
import type { BoundStatement, RecipeClient, RecipeResult, StatementOptions } from './client.ts';
import { isTransient } from './failure.ts';

/** Of one attempt. The driver's own limit is shorter by default; this one bounds a driver that has none. */
const ATTEMPT_MS = 30_000;

/** Some 16 seconds of pauses: longer than a node takes to be marked down. */
const POLICY: RetryPolicy = { attempts: 8, backoff: { firstMs: 200, factor: 2, mostMs: 5_000, jitter: 0.5 }, retries: isTransient };

/** What waits are measured with and ended by. */
export interface Waiting {
  /** Measures time and sleeps. */
  readonly clock: Clock;
  /** Ends the work. */
  readonly signal?: AbortSignal | undefined;
}

/** A statement, and how it is sent. */
export interface IdempotentStatement extends BoundStatement, Partial<Omit<StatementOptions, 'consistency' | 'isIdempotent' | 'prepare'>> {
  /** For messages: "Reading shop.items". */
  readonly what: string;
  /** At which consistency level. */
  readonly consistency: ConsistencyLevel;
}

/**
 * Prepares and sends an idempotent statement, up to eight times while it fails for a reason that may pass.
 *
 * @throws what the last attempt failed with; what `abortError()` says when the signal aborts
 */
export async function sendIdempotent(client: RecipeClient, asked: IdempotentStatement, { clock, signal }: Waiting): Promise<RecipeResult> {
  const { what, statement, values, consistency, ...rest } = asked;
  const options = { ...rest, prepare: true, isIdempotent: true, consistency: CONSISTENCY_LEVELS.indexOf(consistency) };
  const attempt = (): Promise<RecipeResult> =>
    withDeadline({ signal, deadline: deadlineIn(clock, ATTEMPT_MS) }, { what }, () => client.execute(statement, [...values], options));
  return retry(POLICY, attempt, { clock, random: Math.random, signal });
}
