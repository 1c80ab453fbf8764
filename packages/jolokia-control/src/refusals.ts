import { OpsError } from '@ringside/core';

/** The error for an agent that denies access. */
export function denied(node: string, reason: string): OpsError {
  return new OpsError('NODE_CONTROL_DENIED', { message: `The control endpoint of ${node} denies access: ${reason}` });
}

/** The error for an agent that does not answer now. */
export function unavailable(node: string, what: string, cause?: unknown): OpsError {
  return new OpsError('NODE_CONTROL_UNAVAILABLE', { message: `The control endpoint of ${node} ${what}`, cause });
}
