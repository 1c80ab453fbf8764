import { errors } from './errors/errors.ts';
import { isOpsError, type OpsError } from './errors/ops-error.ts';

/**
 * What is thrown when a signal has aborted, everywhere: the signal's reason where that is an `OpsError`, which tells why better than anybody here, else
 * `ABORTED` with the reason as its cause.
 *
 * @param signal the one that aborted; its reason becomes the error, or its cause
 * @param what is interrupted, for the message: "Starting node1"
 * @param remedy what to do about it, where more is known than that of `ABORTED` says
 */
export function abortError(signal: AbortSignal | undefined, what: string, remedy?: string): OpsError {
  const reason: unknown = signal?.reason;
  if (isOpsError(reason)) return reason;
  return errors.ABORTED({ message: `${what} was interrupted`, cause: reason, ...(remedy !== undefined && { remedy }) });
}

/**
 * Throws what {@link abortError} says when the signal has aborted.
 *
 * @param signal without one, nothing is thrown
 * @param what is interrupted, for the message: "Starting node1"
 */
export function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted === true) throw abortError(signal, what);
}
