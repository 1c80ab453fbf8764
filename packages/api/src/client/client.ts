import { LONGEST_TIMER_MS, OpsError } from '@ringside/core';
import type { RouteBody, RouteParams } from '../route-types.ts';
import { type Route, type RouteId, routes } from '../routes.ts';
import { readAnswer } from './answer.ts';
import { requestTarget, type WireParams } from './request.ts';

/** Options of {@link createSidecarClient}. */
export interface SidecarClientOptions {
  /** Where the sidecar listens, such as `http://127.0.0.1:9043`; a path is kept as a prefix. */
  readonly baseUrl: string;
  /** How long one call may take, its body included. Default 30,000. */
  readonly timeoutMs?: number;
  /** What sends requests; the platform's own by default (another one for client certificates). */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Sent with every request, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Options of one call. */
export interface ClientCallOptions {
  /** Aborts the call; it then rejects with `ABORTED`. */
  readonly signal?: AbortSignal;
  /** In place of the client's own. */
  readonly timeoutMs?: number;
}

/** Arguments of a client's method: parameters may be left out where none is required. */
export type ClientArguments<Id extends RouteId> =
  Partial<RouteParams<Id>> extends RouteParams<Id>
    ? [params?: RouteParams<Id>, options?: ClientCallOptions]
    : [params: RouteParams<Id>, options?: ClientCallOptions];

/** One method a route. Each rejects with an `OpsError`: the sidecar's own, `SIDECAR_UNAVAILABLE`, `OPERATION_TIMED_OUT` or `ABORTED`. */
export type SidecarClient = { readonly [Id in RouteId]: (...args: ClientArguments<Id>) => Promise<RouteBody<Id>> };

/**
 * A typed client of one sidecar. It holds no connection of its own and needs no closing. Health methods resolve to `NOT_OK` where
 * the sidecar says so, and reject only when the sidecar itself does not answer.
 *
 * @throws OpsError `INVALID_ARGUMENT` when `baseUrl` is not an http(s) address, or has credentials in it
 *
 * @example
 * ```ts
 * const sidecar = createSidecarClient({ baseUrl: 'http://127.0.0.1:9043' });
 * const { nodes } = await sidecar.nodes();
 * const { keyspaces } = await sidecar.availability({ keyspace: keyspaceName('orders'), consistency: 'LOCAL_QUORUM' });
 * ```
 */
export function createSidecarClient(options: SidecarClientOptions): SidecarClient {
  const base = baseOf(options.baseUrl);
  const methods = Object.entries(routes).map(([id, route]) => [
    id,
    (params: WireParams = {}, call: ClientCallOptions = {}) => send(base, route, params, options, call),
  ]);
  return Object.fromEntries(methods) as SidecarClient;
}

const DEFAULT_TIMEOUT_MS = 30_000;

function baseOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '')
    throw new OpsError('INVALID_ARGUMENT', { message: 'The sidecar’s address is not an http or https address without credentials' });
  return url.origin + url.pathname.replace(/\/+$/, '');
}

async function send(
  base: string,
  route: Route,
  params: WireParams,
  options: SidecarClientOptions,
  call: ClientCallOptions,
): Promise<unknown> {
  const url = base + requestTarget(route, params);
  const timeoutMs = call.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const timeout = AbortSignal.timeout(Math.min(timeoutMs, LONGEST_TIMER_MS));
  const signal = call.signal === undefined ? timeout : AbortSignal.any([call.signal, timeout]);
  const request = options.fetch ?? ((target: string, init: RequestInit) => fetch(target, init));
  try {
    const response = await request(url, {
      method: route.method,
      headers: { accept: route.contentType ?? 'application/json', ...options.headers },
      redirect: 'error',
      signal,
    });
    return await readAnswer(route, url, response);
  } catch (thrown) {
    throw whyFailed(thrown, base, { timedOut: timeout.aborted, aborted: call.signal?.aborted === true, timeoutMs });
  }
}

function whyFailed(thrown: unknown, base: string, how: { timedOut: boolean; aborted: boolean; timeoutMs: number }): OpsError {
  if (thrown instanceof OpsError) return thrown;
  if (how.aborted) return new OpsError('ABORTED', { message: `The request to ${base} was interrupted`, cause: thrown });
  if (how.timedOut)
    return new OpsError('OPERATION_TIMED_OUT', {
      message: `The sidecar at ${base} did not answer within ${how.timeoutMs} ms`,
      cause: thrown,
    });
  return new OpsError('SIDECAR_UNAVAILABLE', { message: `No sidecar answers at ${base}`, cause: thrown, details: { url: base } });
}
