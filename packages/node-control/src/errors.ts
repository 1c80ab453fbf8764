import { defineErrors, type ErrorKinds } from '@ringside/core';

/** How asking a node fails, whatever the transport. */
export const nodeControlErrors: ErrorKinds<
  | 'NODE_CONTROL_ABSENT'
  | 'NODE_CONTROL_DENIED'
  | 'NODE_CONTROL_MALFORMED'
  | 'NODE_CONTROL_UNAVAILABLE'
  | 'NODE_REFUSED'
  | 'PROCESS_NOT_STARTED'
  | 'PROCESS_NOT_STOPPED'
> = defineErrors('node-control', {
  NODE_CONTROL_ABSENT: {
    what: '{what} needs the management interface, and none is configured',
    remedy: 'Start the node with a management agent, and configure its address.',
    status: 501,
    exit: 78,
  },
  NODE_CONTROL_DENIED: {
    what: 'The control endpoint of {node} denies access: {reason}',
    remedy: 'Use the secret and the policy file that the node was started with.',
    status: 502,
    exit: 77,
  },
  NODE_CONTROL_MALFORMED: {
    what: 'The control endpoint of {node} gave an answer that cannot be used: {what}',
    remedy: 'Check that the address is the node’s control endpoint, and that its version of Cassandra is supported.',
    status: 502,
    exit: 70,
  },
  NODE_CONTROL_UNAVAILABLE: {
    what: 'The control endpoint of {node} does not answer',
    remedy: 'Check that the node runs, then try again.',
    status: 503,
    exit: 69,
    retryable: true,
  },
  NODE_REFUSED: {
    what: '{node} refused to {what}: {reason}',
    remedy: 'Bring the node into the state that the message names, then try again.',
    status: 409,
    exit: 69,
  },
  PROCESS_NOT_STARTED: {
    what: 'Cassandra at {node} did not start: {reason}',
    remedy: 'Fix the cause that the message names, then start it again.',
    status: 500,
    exit: 70,
  },
  PROCESS_NOT_STOPPED: {
    what: 'Cassandra at {node} did not stop: {reason}',
    remedy: 'See what holds the process (it may wait for its disk), and end it by hand.',
    status: 500,
    exit: 70,
  },
});
