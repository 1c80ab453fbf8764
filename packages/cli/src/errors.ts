import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What only a command fails with. */
export const cliErrors: ErrorKinds<'OUTPUT_FAILED'> = defineErrors('cli', {
  OUTPUT_FAILED: {
    what: 'The output could not be written: {reason}',
    remedy: 'Free some space where the output goes, or send it elsewhere.',
    status: 500,
    exit: 74,
  },
});
