import type { Backoff } from '@ringside/core';

/** How long to wait before a statement is sent again to a cluster that is too busy, or short of replicas for a moment. */
export const WAITING: Backoff = { firstMs: 50, factor: 3, mostMs: 500, jitter: 1 };

const UNAVAILABLE = 0x10_00;
const OVERLOADED = 0x10_01;
const BOOTSTRAPPING = 0x10_02;
const READ_FAILURE = 0x13_00;
const WRITE_FAILURE = 0x15_00;
const TRANSIENT: ReadonlySet<unknown> = new Set([UNAVAILABLE, OVERLOADED, BOOTSTRAPPING]);
const FAILED: ReadonlySet<unknown> = new Set([READ_FAILURE, WRITE_FAILURE]);

/** What is looked at of an error. */
export interface WaitingError {
  readonly code?: unknown;
  readonly name: string;
  readonly innerErrors?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * How often a statement that failed so is sent in all, with a pause between: too few replicas and too much load pass; a replica that failed has perhaps just
 * died, and is not asked the next time, but it may also be the statement. Time-outs have waited long enough, and where there is no host to ask, a pause makes none.
 */
export function worthAttempts(error: WaitingError): number {
  if (error.name === 'BusyConnectionError' || TRANSIENT.has(error.code)) return 3;
  if (FAILED.has(error.code)) return 2;
  if (error.name !== 'NoHostAvailableError') return 1;
  const inner = Object.values(error.innerErrors ?? {}).filter((each): each is Error => each instanceof Error);
  return inner.length === 0 ? 1 : Math.min(...inner.map((each) => worthAttempts(each as WaitingError)));
}
