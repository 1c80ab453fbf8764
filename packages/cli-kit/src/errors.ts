import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What only a command fails with. */
export const cliKitErrors: ErrorKinds<'OUTPUT_FAILED' | 'SIDECAR_UNTRUSTED'> = defineErrors('cli-kit', {
  OUTPUT_FAILED: {
    what: 'The output could not be written: {reason}',
    remedy: 'Free some space where the output goes, or send it elsewhere.',
    status: 500,
    exit: 74,
  },
  SIDECAR_UNTRUSTED: {
    what: 'No authority that {who} trusts vouches for the certificate of {url}',
    remedy: 'Name the authority that it comes from with --ca-file, or renew the certificate.',
    status: 502,
    exit: 77,
  },
});
