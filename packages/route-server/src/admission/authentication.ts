import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { errors, type OpsError } from '@ringside/core';
import type { Permission } from '@ringside/route-kit';

/** Somebody who was let in. */
export interface Caller {
  /** Who it is, for the audit log. */
  readonly name: string;
  /** How that is known. */
  readonly by: 'certificate' | 'jwt' | 'token';
  /** Whether they may do what a route does. */
  may(permission: Permission): boolean;
}

/** Says who sent a request; throws OpsError `UNAUTHORIZED` for one of nobody who is let in. */
export type Authenticate = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => Caller | Promise<Caller>;

/** Bearer-token authentication: every request must carry the token, and may do everything. */
export function bearerAuthentication(token: string): Authenticate {
  const isToken = tokenCheck(token);
  return ({ headers }) => {
    if (!isToken(bearerToken(headers))) throw unauthorized();
    return { name: 'token', by: 'token', may: () => true };
  };
}

/** Compares with a token in constant time, so that the time an answer takes tells nothing about it. */
export function tokenCheck(token: string): (presented: string) => boolean {
  const expected = digest(token);
  return (presented) => timingSafeEqual(digest(presented), expected);
}

/** The token that a request presents; empty where it presents none. */
export function bearerToken({ authorization }: IncomingMessage['headers']): string {
  return /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
}

/** The error for a request of nobody who is let in. */
export function unauthorized(): OpsError {
  return errors.UNAUTHORIZED({
    message: 'The request needs a valid bearer token',
    remedy: 'Send it in the header authorization: Bearer TOKEN.',
  });
}

/** Equal lengths whatever was presented. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
