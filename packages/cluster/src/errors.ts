import { defineErrors, type ErrorKinds } from '@ringside/core';

/** How starting and changing a ring of real Cassandra fails. */
export const clusterErrors: ErrorKinds<'CASSANDRA_DIED' | 'OUT_OF_PORTS'> = defineErrors('cluster', {
  CASSANDRA_DIED: {
    what: '{node} stopped while starting: {reason}',
    remedy: 'Fix the cause that its log names, then start it again.',
    status: 503,
    exit: 70,
  },
  OUT_OF_PORTS: {
    what: 'No free loopback address block was found',
    remedy: 'Stop rings that are no longer needed.',
    status: 500,
    exit: 71,
    retryable: true,
  },
});
