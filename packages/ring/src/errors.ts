import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What a ring is asked with and cannot be. */
export const ringErrors: ErrorKinds<'INVALID_KEY' | 'INVALID_REPLICATION'> = defineErrors('ring', {
  INVALID_KEY: { what: '{text} is not a {type}', remedy: 'Write the key as a literal of its type.', status: 400, exit: 65 },
  INVALID_REPLICATION: {
    what: '{options} is not a replication setting',
    remedy: 'Use SimpleStrategy or NetworkTopologyStrategy with whole numbers.',
    status: 400,
    exit: 65,
  },
});
