import type { OpsError } from '@ringside/core';
import { nodeControlErrors } from '@ringside/node-control';

/** The error of a start, with its reason and the last words of the node or of its start command. */
export function notStarted(node: string, reason: string, words = ''): OpsError {
  return nodeControlErrors.PROCESS_NOT_STARTED({ message: `Cassandra at ${node} did not start: ${withWords(reason, words)}` });
}

/** The error of a stop, with its reason and the last words of its stop command. */
export function notStopped(node: string, reason: string, words = ''): OpsError {
  return nodeControlErrors.PROCESS_NOT_STOPPED({ message: `Cassandra at ${node} did not stop: ${withWords(reason, words)}` });
}

/** A reason and what was said last; the reason alone where nothing was said. */
export function withWords(reason: string, words: string): string {
  return words === '' ? reason : `${reason}: ${words}`;
}
