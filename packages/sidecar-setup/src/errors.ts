import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What setting up a sidecar beside a running Cassandra fails with. */
export const setupErrors: ErrorKinds<'NODE_NOT_FOUND' | 'NODE_AMBIGUOUS' | 'NODE_UNPROVEN' | 'AGENT_SILENT' | 'SIDECAR_SILENT'> =
  defineErrors('sidecar-setup', {
    NODE_NOT_FOUND: {
      what: 'No running Cassandra was found on this machine',
      remedy: 'Start Cassandra, then run this as its user or as root, in the same container.',
      status: 404,
      exit: 66,
    },
    NODE_AMBIGUOUS: {
      what: 'Several Cassandra nodes run on this machine',
      remedy: 'Name the one that you mean, by its address or its process.',
      status: 409,
      exit: 64,
    },
    NODE_UNPROVEN: {
      what: 'Process {pid} was started like a Cassandra, and nothing proves that it is the one that its configuration describes',
      remedy: 'See what it is and who started it: ps -o user,lstart,args -p PID.',
      status: 409,
      exit: 77,
    },
    AGENT_SILENT: {
      what: 'The control agent of {node} was attached and does not answer',
      remedy: 'See what the node printed about Jolokia, correct it, and run the same command again.',
      status: 503,
      exit: 69,
      retryable: true,
    },
    SIDECAR_SILENT: {
      what: 'The sidecar of {node} was started and does not answer',
      remedy: 'See what it printed: journalctl -u UNIT.',
      status: 503,
      exit: 69,
      retryable: true,
    },
  });
