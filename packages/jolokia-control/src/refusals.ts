import type { OpsError } from '@ringside/core';
import { nodeControlErrors } from '@ringside/node-control';

/** The error for an agent that denies access. */
export function denied(node: string, reason: string): OpsError {
  return nodeControlErrors.NODE_CONTROL_DENIED({ message: `The control endpoint of ${node} denies access: ${reason}` });
}

/** The error for an agent that does not answer now. */
export function unavailable(node: string, what: string, cause?: unknown): OpsError {
  return nodeControlErrors.NODE_CONTROL_UNAVAILABLE({ message: `The control endpoint of ${node} ${what}`, cause });
}
