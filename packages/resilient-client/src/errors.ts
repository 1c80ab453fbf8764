import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What only a resilient client fails with. */
export const resilientClientErrors: ErrorKinds<'COMPARE_AND_SET_UNKNOWN'> = defineErrors('resilient-client', {
  COMPARE_AND_SET_UNKNOWN: {
    what: 'The conditional write may have been applied or not: {reason}',
    remedy: 'Read the row at SERIAL before you send the write again.',
    status: 503,
    exit: 75,
  },
});
