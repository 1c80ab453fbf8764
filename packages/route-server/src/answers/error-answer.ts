import { STATUS_CODES } from 'node:http';
import { errors, isOpsError } from '@ringside/core';
import { type ErrorAnswer, type Route, statusOfError } from '@ringside/route-kit';
import type { FastifyReply } from 'fastify';

/** Status and body of a failed request. */
export interface FailedAnswer {
  readonly status: number;
  readonly body: ErrorAnswer;
}

/**
 * What a failed request is answered with: Apache's shape first (`status` as reason phrase, `code`, `message`), then what
 * its declaration says. An error that nobody meant to show is `{"status":"Internal Server Error"}` and no more.
 *
 * @param route whose request failed; some have statuses of their own for it
 */
export function errorAnswer(error: unknown, route?: Route): FailedAnswer {
  if (!isOpsError(error)) return bare(500);
  const status = route === undefined ? error.httpStatus : statusOfError(route, error.code, error.httpStatus);
  const { code, message, remedy, retryable, details } = error.toJSON();
  const body = { status: reason(status), code: status, message, error: code, remedy, retryable, exitCode: error.exitCode };
  return { status, body: details === undefined ? body : { ...body, details } };
}

/** An answer without any detail, as Apache's sidecar gives for time-outs and failures that nobody foresaw. */
export function bare(status: number): FailedAnswer {
  return { status, body: { status: reason(status) } };
}

/** The answer to a request that is malformed below the level of routes: too large, a path that cannot be decoded. */
export function refusedAs(status: number, message: string): FailedAnswer {
  const answer = errorAnswer(errors.INVALID_ARGUMENT({ message }));
  return { status, body: { ...answer.body, status: reason(status), code: status } };
}

const RETRY_AFTER_SECONDS = 2;

/** Says when to ask again, spelled like this on the wire: Apache's client knows no other spelling, and Fastify would write it in lower case. */
export function retryLater(reply: FastifyReply): void {
  reply.raw.setHeader('Retry-After', RETRY_AFTER_SECONDS);
}

function reason(status: number): string {
  return STATUS_CODES[status] ?? `${status < 500 ? 'Client' : 'Server'} Error (${status})`;
}
