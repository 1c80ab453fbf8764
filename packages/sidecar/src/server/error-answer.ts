import { STATUS_CODES } from 'node:http';
import type { ErrorAnswer, RouteId } from '@ringside/api';
import { OpsError } from '@ringside/core';

/** Status and body of a failed request. */
export interface FailedAnswer {
  readonly status: number;
  readonly body: ErrorAnswer;
}

/**
 * What a failed request is answered with: Apache's shape first (`status` as reason phrase, `code`, `message`), then what
 * Ringside's error table says. An error that nobody meant to show is `{"status":"Internal Server Error"}` and no more.
 *
 * @param route whose request failed; some of Apache's routes have statuses of their own for it
 */
export function errorAnswer(error: unknown, route?: RouteId): FailedAnswer {
  if (!(error instanceof OpsError)) return bare(500);
  const status = statusOf(error, route);
  const { code, message, remedy, retryable, details } = error.toJSON();
  const body = { status: reason(status), code: status, message, error: code, remedy, retryable };
  return { status, body: details === undefined ? body : { ...body, details } };
}

/** An answer without any detail, as Apache's sidecar gives for time-outs and failures that nobody foresaw. */
export function bare(status: number): FailedAnswer {
  return { status, body: { status: reason(status) } };
}

/** Errors that end the `createTableSnapshot` route with their own status; all others are 400 there. */
const SNAPSHOT_STATUSES: ReadonlySet<number> = new Set([404, 409, 421, 507]);

function statusOf(error: OpsError, route: RouteId | undefined): number {
  const { httpStatus } = error;
  if (route === 'gossip' && httpStatus === 503 && error.code !== 'SIDECAR_BUSY') return 500;
  if (route !== 'createTableSnapshot' || SNAPSHOT_STATUSES.has(httpStatus)) return httpStatus;
  const joining = error.details?.['operationMode'] !== undefined;
  return joining || error.code === 'SIDECAR_BUSY' || error.code === 'UNAUTHORIZED' ? httpStatus : 400;
}

function reason(status: number): string {
  return STATUS_CODES[status] ?? `${status < 500 ? 'Client' : 'Server'} Error (${status})`;
}
