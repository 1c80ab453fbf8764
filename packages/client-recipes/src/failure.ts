import { errors } from '@ringside/core';

/** Error codes after which the same statement fails again (native_protocol_v5.spec, section 9). */
const REFUSALS: ReadonlySet<number> = new Set([
  0x00_0a, // protocol error
  0x01_00, // bad credentials
  0x20_00, // syntax error
  0x21_00, // unauthorized
  0x22_00, // invalid
  0x23_00, // configuration error
  0x24_00, // already exists
]);
const TRANSIENT: ReadonlySet<unknown> = new Set(['NoHostAvailableError', 'OperationTimedOutError', 'BusyConnectionError']);

interface DriverError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly isSocketError?: unknown;
}

/**
 * True for an error of the driver after which an idempotent statement may succeed if it is sent again.
 *
 * @param error what the driver rejected with
 */
export function isTransient(error: unknown): boolean {
  if (errors.OPERATION_TIMED_OUT.is(error)) return true;
  const { name, code, isSocketError } = (error ?? {}) as DriverError;
  if (typeof code === 'number') return !REFUSALS.has(code);
  return TRANSIENT.has(name) || isSocketError === true;
}
