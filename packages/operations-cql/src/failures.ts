import { errors, isOpsError, type OpsError } from '@ringside/core';
import { operationErrors } from '@ringside/operations';
import { KEYSPACE } from './schema.ts';

/** Errors of the native protocol after which the replicas may decide later (native_protocol_v5.spec, section 9). */
const UNDECIDED: ReadonlySet<unknown> = new Set([
  0x00_00, // server error
  0x10_00, // unavailable
  0x10_01, // overloaded
  0x10_02, // bootstrapping
  0x11_00, // write timeout
  0x12_00, // read timeout
  0x13_00, // read failure
  0x15_00, // write failure
  0x17_00, // CAS write unknown
  'COMPARE_AND_SET_UNKNOWN',
]);
const NAMES: ReadonlySet<unknown> = new Set(['NoHostAvailableError', 'OperationTimedOutError', 'BusyConnectionError']);
/** Of those: what a Paxos round ends with that has lost against others for too long, by the version. */
const CONTENDED: ReadonlySet<unknown> = new Set([0x11_00, 0x12_00, 0x17_00]);
const INVALID = 0x22_00;
/** Also where a table is to be made in a keyspace that is not known. */
const CONFIGURATION = 0x23_00;
const MISSING = /unconfigured table|(keyspace|table) \S+ does not exist/i;
/** "Unauthorized" of the native protocol. */
const UNAUTHORIZED = 0x21_00;

interface DriverError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly isSocketError?: unknown;
}

/** What the port threw, as the store throws it: `OPERATIONS_UNAVAILABLE` where the replicas could not decide, `PERMISSION_DENIED` where the role may not, all else as it is. */
export function explained(error: unknown): unknown {
  const { name, code, message, isSocketError } = (error ?? {}) as DriverError;
  if (operationErrors.OPERATIONS_UNAVAILABLE.is(error)) return error;
  if (isMissing(error)) return unavailable('the nodes do not agree on its tables yet', error);
  if (isUnauthorized(error)) return forbidden(String(message), error);
  if (UNDECIDED.has(code) || (!isOpsError(error) && (NAMES.has(name) || isSocketError === true)))
    return unavailable(String(message), error);
  return error;
}

/** True where the same may succeed at once when others are out of the way. */
export function isContended(error: unknown): boolean {
  return CONTENDED.has((error as DriverError | undefined)?.code);
}

/** True where the coordinator refused the statement itself: for what it does not know, or does not know yet. */
export function isInvalidStatement(error: unknown): boolean {
  const { code } = (error ?? {}) as DriverError;
  return code === INVALID || code === CONFIGURATION;
}

/** True where the coordinator knows no such table or keyspace. */
function isMissing(error: unknown): boolean {
  const { code, message } = (error ?? {}) as DriverError;
  return code === INVALID && MISSING.test(String(message));
}

/** True where the role of the connection may not do this. */
export function isUnauthorized(error: unknown): boolean {
  return (error as DriverError | undefined)?.code === UNAUTHORIZED;
}

/** The error of a store that has no quorum. */
export function unavailable(reason: string, cause?: unknown): OpsError {
  return operationErrors.OPERATIONS_UNAVAILABLE({ message: `The keyspace of operations has no quorum now: ${reason}`, cause });
}

function forbidden(reason: string, cause: unknown): OpsError {
  return errors.PERMISSION_DENIED({
    message: `The keyspace ${KEYSPACE} may not be used: ${reason}`,
    remedy: `Grant the sidecar's role CREATE ON ALL KEYSPACES for the first operation, and SELECT, MODIFY and ALTER ON KEYSPACE ${KEYSPACE}.`,
    cause,
  });
}
