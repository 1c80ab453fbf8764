import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What whoever keeps or asks for operations raises. */
export const operationErrors: ErrorKinds<'OPERATION_ACTIVE' | 'OPERATION_REFUSED' | 'OPERATIONS_UNAVAILABLE'> = defineErrors('operations', {
  OPERATION_ACTIVE: {
    what: 'Operation {id} is not finished',
    remedy: 'Wait for it (ringside operations watch), or cancel it.',
    status: 409,
    exit: 75,
    retryable: true,
  },
  OPERATION_REFUSED: {
    what: 'The operation is not safe now: {reason}',
    remedy: 'Mend what the message names, then ask again. The plan lists everything that speaks against it.',
    status: 409,
    exit: 75,
    retryable: true,
  },
  OPERATIONS_UNAVAILABLE: {
    what: 'The keyspace of operations has no quorum now: {reason}',
    remedy: 'See ringside status, and bring nodes up. What is under way goes on.',
    status: 503,
    exit: 69,
    retryable: true,
  },
});
