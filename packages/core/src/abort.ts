import { errors } from './errors/errors.ts';
import { formatDuration } from './units.ts';
import type { WaitResult } from './wait.ts';

/**
 * Throws `ABORTED` when the signal has aborted.
 *
 * @param what is interrupted, for the message: "Starting node1"
 */
export function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted === true) throw errors.ABORTED({ message: `${what} was interrupted`, cause: signal.reason });
}

/**
 * The value of a wait that was met.
 *
 * @param what was waited for, for the message: "CQL of node1"
 * @throws OpsError `OPERATION_TIMED_OUT` or `ABORTED`
 */
export function metOrThrow<T>(result: WaitResult<T>, what: string): T {
  if (result.outcome === 'met') return result.value;
  if (result.outcome === 'aborted') throw errors.ABORTED({ message: `${what}: the wait was interrupted` });
  throw errors.OPERATION_TIMED_OUT({
    message: `${what} did not come within ${formatDuration(result.elapsedMs)}`,
    cause: result.lastError,
  });
}
