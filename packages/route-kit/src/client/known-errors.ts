import { type ErrorKind, errors } from '@ringside/core';
import { modelErrors } from '@ringside/model';
import { routeKitErrors } from '../errors.ts';

/** What an answer without a code means. It tells no more than its status: what is in the way, or who is down, nobody said. */
const BY_STATUS: Readonly<Record<number, ErrorKind>> = {
  400: errors.INVALID_ARGUMENT,
  401: errors.UNAUTHORIZED,
  403: errors.FORBIDDEN,
  404: errors.NOT_FOUND,
  405: errors.INVALID_ARGUMENT,
  408: errors.OPERATION_TIMED_OUT,
  409: errors.CONFLICT,
  421: routeKitErrors.MISDIRECTED,
  503: errors.UNAVAILABLE,
  504: errors.OPERATION_TIMED_OUT,
};

const KNOWN: ReadonlyMap<string, ErrorKind> = new Map(
  [errors, modelErrors, routeKitErrors].flatMap((kinds) => Object.values<ErrorKind>(kinds).map((kind) => [kind.code, kind])),
);

/** The kind of an error with a code that says nothing more. */
export function knownKind(code: string | undefined): ErrorKind | undefined {
  return KNOWN.get(code ?? '');
}

/** The kind of an error of which nothing is known but its status. */
export function kindOfStatus(status: number): ErrorKind {
  return BY_STATUS[status] ?? errors.INTERNAL;
}
