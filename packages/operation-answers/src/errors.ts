import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What the routes about operations raise, besides what the store of operations does. */
export const operationAnswersErrors: ErrorKinds<'OPERATION_ENDED' | 'OPERATIONS_OFF'> = defineErrors('operation-answers', {
  OPERATION_ENDED: {
    what: 'Operation {id} has {state}',
    remedy: 'Nothing can be changed about it any more. Start another operation.',
    status: 409,
    exit: 69,
  },
  OPERATIONS_OFF: {
    what: 'Operations are not switched on at this sidecar',
    remedy:
      'Set operations.enabled to true, operations.directory, and cassandra.lifecycle.unit (or cassandra.lifecycle.start and .stop) in the configuration of every sidecar.',
    status: 501,
    exit: 78,
  },
});
