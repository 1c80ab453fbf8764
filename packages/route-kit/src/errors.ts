import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What a client of the HTTP contract meets. */
export const routeKitErrors: ErrorKinds<'MISDIRECTED' | 'SIDECAR_UNAVAILABLE'> = defineErrors('route-kit', {
  MISDIRECTED: {
    what: 'No Cassandra instance is configured for host {host}',
    remedy: 'Use an address that this sidecar is configured for.',
    status: 421,
    exit: 64,
  },
  SIDECAR_UNAVAILABLE: {
    what: 'No sidecar answers at {url}',
    remedy: 'Check the address, and that a sidecar runs there, then try again.',
    status: 503,
    exit: 69,
    retryable: true,
  },
});
