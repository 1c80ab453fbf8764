import { type ErrorCode, OpsError } from '@ringside/core';

/** The error with which a simulated node refuses. */
export function refused(code: ErrorCode, message: string): OpsError {
  return new OpsError(code, { message });
}

/** The error for an argument that cannot be. */
export function invalid(what: string): OpsError {
  return refused('INVALID_ARGUMENT', `${what} is not allowed`);
}
