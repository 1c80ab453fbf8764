import { createHash, timingSafeEqual } from 'node:crypto';
import { errors } from '@ringside/core';

/** Checks the `authorization` header of a request; throws OpsError `UNAUTHORIZED` for one that does not count. */
export type Authenticate = (authorization: string | undefined) => void;

/**
 * Bearer-token authentication: every request must carry the token. Compares in constant time, so that the time an answer takes
 * tells nothing about the token.
 */
export function bearerAuthentication(token: string): Authenticate {
  const expected = digest(token);
  return (authorization) => {
    const [, presented = ''] = /^bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
    if (!timingSafeEqual(digest(presented), expected))
      throw errors.UNAUTHORIZED({
        message: 'The request needs a valid bearer token',
        remedy: 'Send it in the header authorization: Bearer TOKEN.',
      });
  };
}

/** Equal lengths whatever was presented. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
