import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What only a sidecar answers with. */
export const sidecarErrors: ErrorKinds<'CASSANDRA_DENIED' | 'NODE_JOINING'> = defineErrors('sidecar', {
  CASSANDRA_DENIED: {
    what: 'Cassandra at {address} does not let {role} in: {reason}',
    remedy: 'Correct cassandra.username and cassandra.passwordFile of the sidecar, or grant the role what the message names.',
    status: 502,
    exit: 77,
  },
  NODE_JOINING: { what: '{node} is joining the ring', remedy: 'Try again when it has joined.', status: 503, exit: 69, retryable: true },
});
