import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What only a CQL shell fails with. */
export const cqlshErrors: ErrorKinds<'CQL_MALFORMED'> = defineErrors('cqlsh', {
  CQL_MALFORMED: {
    what: 'Line {line}: what {opener} opens is never closed',
    remedy: 'Correct the text where the message says, then run it again.',
    status: 400,
    exit: 65,
  },
});
