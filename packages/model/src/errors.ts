import { defineErrors, type ErrorKinds } from '@ringside/core';

/** Failures that several packages raise about the things this package names. */
export const modelErrors: ErrorKinds<
  | 'BIND_REFUSED'
  | 'CASSANDRA_FAILED'
  | 'CASSANDRA_UNAVAILABLE'
  | 'INVALID_CONSISTENCY_LEVEL'
  | 'RING_NOT_RUNNING'
  | 'RING_RUNNING'
  | 'SNAPSHOT_EXISTS'
> = defineErrors('model', {
  BIND_REFUSED: {
    what: 'Refusing to listen on {address}: others could reach it',
    remedy: 'Listen on a loopback address.',
    status: 500,
    exit: 78,
  },
  CASSANDRA_FAILED: {
    what: 'Cassandra at {address} answered with an internal error: {reason}',
    remedy: 'Find the stack trace of this error in the log of that node, system.log.',
    status: 502,
    exit: 70,
  },
  CASSANDRA_UNAVAILABLE: {
    what: 'Cassandra at {address} does not answer',
    remedy: 'Check that the node runs, then try again.',
    status: 503,
    exit: 69,
    retryable: true,
  },
  INVALID_CONSISTENCY_LEVEL: {
    what: '{text} is not a consistency level',
    remedy: 'Use one of the levels that the message lists.',
    status: 400,
    exit: 64,
  },
  RING_NOT_RUNNING: { what: 'No ring is running in {folder}', remedy: 'Start one with ringside up.', status: 409, exit: 69 },
  RING_RUNNING: { what: 'A ring is already running in {folder}', remedy: 'Use it, or stop it with ringside down.', status: 409, exit: 69 },
  SNAPSHOT_EXISTS: {
    what: 'Snapshot {tag} already exists',
    remedy: 'Choose another tag, or clear that snapshot first.',
    status: 409,
    exit: 73,
  },
});
