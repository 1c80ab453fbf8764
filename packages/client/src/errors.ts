import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What only a session on Cassandra fails with. */
export const clientErrors: ErrorKinds<'CQL_STATEMENT_FAILED'> = defineErrors('client', {
  CQL_STATEMENT_FAILED: { what: '{place}: {reason}', remedy: 'Correct the statement, then run it again.', status: 400, exit: 65 },
});
