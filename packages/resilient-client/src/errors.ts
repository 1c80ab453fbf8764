import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What only a resilient client fails with. */
export const resilientClientErrors: ErrorKinds<'COMPARE_AND_SET_UNKNOWN' | 'TOO_MANY_REQUESTS'> = defineErrors('resilient-client', {
  COMPARE_AND_SET_UNKNOWN: {
    what: 'The conditional write may have been applied or not: {reason}',
    remedy: 'Read the row at SERIAL before you send the write again.',
    status: 503,
    exit: 75,
  },
  TOO_MANY_REQUESTS: {
    what: 'Too many requests: {reason}',
    remedy:
      'Nothing was sent. Send fewer requests at once, for example with concurrent.executeConcurrent() of cassandra-driver. If the nodes have spare capacity, raise resilience.requests.',
    status: 503,
    exit: 75,
    retryable: true,
  },
});
