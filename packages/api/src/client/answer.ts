import { type ErrorCode, errorTable, OpsError } from '@ringside/core';
import type { Route } from '../routes.ts';
import type { ErrorAnswer } from '../types/apache.ts';

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'INVALID_ARGUMENT',
  408: 'OPERATION_TIMED_OUT',
  409: 'SNAPSHOT_EXISTS',
  421: 'MISDIRECTED',
  503: 'CASSANDRA_UNAVAILABLE',
  504: 'OPERATION_TIMED_OUT',
};

/**
 * The body of an answer, as text where the route does not answer with JSON; `undefined` for an empty one. A health route's 503 with
 * its own body is an answer, not an error.
 *
 * @throws OpsError with the code that the sidecar names, else with the one that fits the status (`INTERNAL` if none does, or if
 *   the body is not JSON)
 */
export async function readAnswer(route: Route, url: string, response: Response): Promise<unknown> {
  const text = await response.text();
  if (response.ok && route.contentType !== undefined) return text;
  const body = parse(text);
  if (response.ok && body !== NOT_JSON) return body;
  if (response.status === 503 && isNotOk(body) && route.path.endsWith('/__health')) return body;
  if (response.ok) throw new OpsError('INTERNAL', { message: `${url} answered with something else than JSON` });
  throw asError(url, response.status, body);
}

const NOT_JSON: unique symbol = Symbol('not JSON');

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return NOT_JSON;
  }
}

function isNotOk(body: unknown): boolean {
  return isObject(body) && body['status'] === 'NOT_OK';
}

function isObject(body: unknown): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

function asError(url: string, status: number, body: unknown): OpsError {
  const answer: Partial<ErrorAnswer> = isObject(body) ? body : {};
  const named = answer.error !== undefined && Object.hasOwn(errorTable, answer.error) ? (answer.error as ErrorCode) : undefined;
  const message = typeof answer.message === 'string' ? answer.message : `${url} answered ${status}${reason(answer.status)}`;
  return new OpsError(named ?? BY_STATUS[status] ?? 'INTERNAL', {
    message,
    ...(typeof answer.remedy === 'string' && { remedy: answer.remedy }),
    details: { ...(isObject(answer.details) ? answer.details : {}), httpStatus: status },
  });
}

function reason(status: unknown): string {
  return typeof status === 'string' ? ` ${status}` : '';
}
