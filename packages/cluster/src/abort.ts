import { OpsError, type WaitResult, formatDuration } from '@ringside/core';

/**
 * Throws `ABORTED` when the signal has aborted.
 *
 * @param what is interrupted, for the message: "Starting node1"
 */
export function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted === true) throw new OpsError('ABORTED', { message: `${what} was interrupted`, cause: signal.reason });
}

/**
 * The value of a wait that was met.
 *
 * @param what was waited for, for the message: "CQL of node1"
 * @throws OpsError `OPERATION_TIMED_OUT` or `ABORTED`
 */
export function metOrThrow<T>(result: WaitResult<T>, what: string): T {
  if (result.outcome === 'met') return result.value;
  if (result.outcome === 'aborted') throw new OpsError('ABORTED', { message: `${what}: the wait was interrupted` });
  throw new OpsError('OPERATION_TIMED_OUT', {
    message: `${what} did not come within ${formatDuration(result.elapsedMs)}`,
    cause: result.lastError,
  });
}

/**
 * Does several works at once and waits for the end of every one, also when some fail: the first failure aborts the others, and nothing
 * goes on behind the caller's back.
 *
 * @param works each is given the signal that aborts with the first failure or with `signal`
 * @throws what failed first
 */
export async function allTogether(works: readonly ((signal: AbortSignal) => Promise<void>)[], signal?: AbortSignal): Promise<void> {
  const failed = new AbortController();
  const either = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
  const failures: unknown[] = [];
  const run = async (work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    try {
      await work(either);
    } catch (error) {
      failures.push(error);
      failed.abort();
    }
  };
  await Promise.all(works.map(run));
  if (failures.length > 0) throw failures[0];
}
