import type { Backoff } from '@ringside/core';

/** How long to wait before a statement is sent again to a cluster that is too busy, or short of replicas for a moment. */
export const WAITING: { readonly attempts: number; readonly backoff: Backoff } = {
  attempts: 3,
  backoff: { firstMs: 50, factor: 3, mostMs: 500, jitter: 1 },
};

const UNAVAILABLE = 0x10_00;
const OVERLOADED = 0x10_01;
const BOOTSTRAPPING = 0x10_02;
const TRANSIENT: ReadonlySet<unknown> = new Set([UNAVAILABLE, OVERLOADED, BOOTSTRAPPING]);

/** What is looked at of an error. */
export interface WaitingError {
  readonly code?: unknown;
  readonly name: string;
  readonly innerErrors?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * True for an error that a short wait may cure: too few replicas, too much load. Not for time-outs, which have waited long enough, nor when there is no host
 * to ask.
 */
export function isWorthWaiting(error: WaitingError): boolean {
  if (error.name === 'BusyConnectionError' || TRANSIENT.has(error.code)) return true;
  if (error.name !== 'NoHostAvailableError') return false;
  const inner = Object.values(error.innerErrors ?? {}).filter((each): each is Error => each instanceof Error);
  return inner.length > 0 && inner.every((each) => isWorthWaiting(each as WaitingError));
}
