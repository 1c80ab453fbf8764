import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What whoever keeps or asks for operations raises. */
export const operationErrors: ErrorKinds<'OPERATION_ACTIVE' | 'OPERATION_REFUSED' | 'OPERATIONS_UNAVAILABLE'> = defineErrors('operations', {
  OPERATION_ACTIVE: {
    what: 'Operation {id} is not finished',
    remedy: 'Wait for it with ringside operations watch, or end it with ringside operations cancel.',
    status: 409,
    exit: 75,
    retryable: true,
  },
  OPERATION_REFUSED: {
    what: 'The operation is not safe now: {reason}',
    remedy: 'Fix what the message names, then try again. A dry run lists every reason.',
    status: 409,
    exit: 75,
    retryable: true,
  },
  OPERATIONS_UNAVAILABLE: {
    what: 'The keyspace ringside has no quorum now: {reason}',
    remedy: 'Find the nodes that are down with ringside status, and start them. No more nodes are stopped meanwhile.',
    status: 503,
    exit: 69,
    retryable: true,
  },
});
