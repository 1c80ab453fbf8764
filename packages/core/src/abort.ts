import { errors } from './errors/errors.ts';
import { isOpsError, type OpsError } from './errors/ops-error.ts';
import { formatDuration } from './units.ts';
import type { WaitResult } from './wait.ts';

/**
 * What is thrown when a signal has aborted, everywhere: the signal's reason where that is an `OpsError`, which tells why better than anybody here, else
 * `ABORTED` with the reason as its cause.
 *
 * @param what is interrupted, for the message: "Starting node1"
 */
export function abortError(signal: AbortSignal | undefined, what: string): OpsError {
  const reason: unknown = signal?.reason;
  return isOpsError(reason) ? reason : errors.ABORTED({ message: `${what} was interrupted`, cause: reason });
}

/**
 * Throws what {@link abortError} says when the signal has aborted.
 *
 * @param what is interrupted, for the message: "Starting node1"
 */
export function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted === true) throw abortError(signal, what);
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
  throw errors.OPERATION_TIMED_OUT({
    message: `${what} did not finish within ${formatDuration(result.elapsedMs)}`,
    cause: result.lastError,
  });
}
