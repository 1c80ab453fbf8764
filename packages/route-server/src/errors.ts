import { defineErrors, type ErrorKinds } from '@ringside/core';

/** What a server answers with whatever a route is about. */
export const routeServerErrors: ErrorKinds<'SIDECAR_BUSY'> = defineErrors('route-server', {
  SIDECAR_BUSY: {
    what: 'The sidecar already serves {count} requests',
    remedy: 'Try again in a moment.',
    status: 503,
    exit: 75,
    retryable: true,
  },
});
