import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What whoever keeps an audit log raises. */
export const accessErrors: ErrorKinds<'AUDIT_UNWRITTEN'> = defineErrors('access', {
  AUDIT_UNWRITTEN: {
    what: 'The audit log cannot be written',
    remedy: 'See what the message names. Until it can be written, nothing is changed.',
    status: 507,
    exit: 74,
    retryable: true,
  },
});
