import { errors, type OpsError } from '@ringside/core';

/** The error for an argument that cannot be. */
export function invalid(what: string): OpsError {
  return errors.INVALID_ARGUMENT({ message: `${what} is not allowed` });
}
