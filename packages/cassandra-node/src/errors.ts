import { defineErrors, type ErrorKinds } from '@ringside/core';

/** How running a Cassandra process fails. */
export const cassandraNodeErrors: ErrorKinds<'CASSANDRA_DIED'> = defineErrors('cassandra-node', {
  CASSANDRA_DIED: {
    what: '{node} stopped while starting: {reason}',
    remedy: 'Fix the cause that its log names, then start it again.',
    status: 503,
    exit: 70,
  },
});
