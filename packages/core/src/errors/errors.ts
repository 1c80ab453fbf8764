import { defineErrors, type ErrorKinds } from './define-errors.ts';

type GenericCode =
  | 'ABORTED'
  | 'CONFIG_INVALID'
  | 'CONFIG_UNKNOWN_KEY'
  | 'CONFLICT'
  | 'DISK_FULL'
  | 'FORBIDDEN'
  | 'INTERNAL'
  | 'INVALID_ARGUMENT'
  | 'JSON_MALFORMED'
  | 'NOT_FOUND'
  | 'OPERATION_TIMED_OUT'
  | 'PERMISSION_DENIED'
  | 'STATE_CORRUPT'
  | 'UNAUTHORIZED'
  | 'UNAVAILABLE';

/**
 * The errors that any package raises. Their remedies promise nothing about what was being done: who raises one and knows more says so.
 */
export const errors: ErrorKinds<GenericCode> = defineErrors('core', {
  ABORTED: { what: '{what} was interrupted', remedy: 'Check how far it got before you run it again.', status: 499, exit: 130 },
  CONFIG_INVALID: {
    what: '{key}: {value} is not {expected}',
    remedy: 'Correct what the message names.',
    status: 400,
    exit: 78,
  },
  CONFIG_UNKNOWN_KEY: { what: 'Unknown key {key}', remedy: 'Remove it, or correct its spelling.', status: 400, exit: 78 },
  CONFLICT: { what: '{what} is refused in its present state', remedy: 'Look at its state, then decide.', status: 409, exit: 69 },
  DISK_FULL: { what: '{place} has no space left', remedy: 'Free some space there, then try again.', status: 507, exit: 71 },
  FORBIDDEN: {
    what: '{what} is not allowed',
    remedy: 'Use an identity that is allowed to, or ask for something else.',
    status: 403,
    exit: 77,
  },
  INTERNAL: { what: '{what} failed unexpectedly', remedy: 'Report it, with all that was printed and logged.', status: 500, exit: 70 },
  INVALID_ARGUMENT: { what: '{argument} is not {expected}', remedy: 'Correct what the message names.', status: 400, exit: 64 },
  JSON_MALFORMED: {
    what: '{source} is not valid JSON: {reason}',
    remedy: 'Correct the JSON at the place that the message names.',
    status: 400,
    exit: 65,
  },
  NOT_FOUND: { what: '{what} does not exist', remedy: 'Check the name.', status: 404, exit: 66 },
  OPERATION_TIMED_OUT: {
    what: '{what} did not finish within {duration}',
    remedy: 'Find out whether it still runs before you try again, or allow more time.',
    status: 504,
    exit: 75,
    retryable: true,
  },
  PERMISSION_DENIED: {
    what: '{what} may not be used: {reason}',
    remedy: 'Get the permission that the message names, or use another place.',
    status: 500,
    exit: 77,
  },
  STATE_CORRUPT: {
    what: '{file} is not as Ringside wrote it: {reason}',
    remedy: 'Restore the file, or move it aside and start over.',
    status: 500,
    exit: 65,
  },
  UNAUTHORIZED: {
    what: '{what} needs authentication',
    remedy: 'Present valid credentials.',
    status: 401,
    exit: 77,
  },
  UNAVAILABLE: { what: '{what} does not answer', remedy: 'Check that it runs, then try again.', status: 503, exit: 69, retryable: true },
});
