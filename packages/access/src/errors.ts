import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What whoever keeps an audit log or verifies tokens raises. */
export const accessErrors: ErrorKinds<'AUDIT_UNWRITTEN' | 'SIGNING_KEYS_UNAVAILABLE'> = defineErrors('access', {
  AUDIT_UNWRITTEN: {
    what: 'The audit log cannot be written',
    remedy: 'See what the message names. Until it can be written, nothing is changed.',
    status: 507,
    exit: 74,
    retryable: true,
  },
  SIGNING_KEYS_UNAVAILABLE: {
    what: 'The keys that JSON Web Tokens are signed with cannot be fetched',
    remedy:
      'See that the sidecar reaches the address in authentication.jwt.keysUrl. Until it does, keys up to an hour old count, and then no such token.',
    status: 503,
    exit: 69,
    retryable: true,
  },
});
