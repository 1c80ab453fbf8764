import { type Bounds, boundsWithin, errors, isOpsError, leftMs, type OpsError, systemClock, watchBounds } from '@ringside/core';
import { type ByteRange, alternativesOf } from '../route/answer.ts';
import { clientTimeoutMs } from '../route/time-limits.ts';
import { type GivenParameters, requestOf } from '../route/request.ts';
import type { Route, RouteTable, TypeOf } from '../route/route.ts';
import { routeKitErrors } from '../errors.ts';
import { readAnswer, type Received } from './answer.ts';
import { bodyOf } from './body.ts';

/** Options of {@link createClient}. */
export interface ClientOptions {
  /** Where the sidecar listens, such as `http://127.0.0.1:9043`; a path is kept as a prefix. */
  readonly baseUrl: string;
  /** How long one call may take, its body included. Default: as long as the sidecar may take for that route, and a moment for the way. */
  readonly timeoutMs?: number;
  /** What sends requests; the platform's own by default (another one for client certificates). */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Sent with every request, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Options of one call. Its signal and its deadline end it: it then rejects as `abortError()` says, or with `OPERATION_TIMED_OUT`. */
export interface ClientCallOptions extends Bounds {
  /** In place of the client's own. Of an answer that comes in pieces: how long the next one may take. */
  readonly timeoutMs?: number;
  /** Of a file: what of it is wanted; without `end` everything from `start` on. */
  readonly range?: Pick<ByteRange, 'start'> & Partial<ByteRange>;
}

/** Arguments of a client's method: parameters may be left out where none is required. */
export type ArgumentsOf<R> =
  Partial<TypeOf<R, 'sent'>> extends TypeOf<R, 'sent'>
    ? [params?: TypeOf<R, 'sent'>, options?: ClientCallOptions]
    : [params: TypeOf<R, 'sent'>, options?: ClientCallOptions];

/** One method a route. Each rejects with an `OpsError`: the sidecar's own, `SIDECAR_UNAVAILABLE`, `OPERATION_TIMED_OUT` or `ABORTED`. */
export type ClientOf<Table> = { readonly [Id in keyof Table]: (...args: ArgumentsOf<Table[Id]>) => Promise<TypeOf<Table[Id], 'answered'>> };

/**
 * A typed client of the routes of a table. It holds no connection of its own and needs no closing.
 *
 * @param table the routes, by the names of the client's methods
 * @throws OpsError `INVALID_ARGUMENT` when `baseUrl` is not an http(s) address, or has credentials in it
 */
export function createClient<Table extends RouteTable>(table: Table, options: ClientOptions): ClientOf<Table> {
  const base = baseOf(options.baseUrl);
  const methods = Object.entries(table).map(([id, route]) => [
    id,
    (params: GivenParameters = {}, call: ClientCallOptions = {}) => send({ base, route, params, options, call }),
  ]);
  return Object.fromEntries(methods) as ClientOf<Table>;
}

function baseOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '')
    throw errors.INVALID_ARGUMENT({ message: 'The sidecar’s address is not an http or https address without credentials' });
  return url.origin + url.pathname.replace(/\/+$/, '');
}

interface Call {
  readonly base: string;
  readonly route: Route;
  readonly params: GivenParameters;
  readonly options: ClientOptions;
  readonly call: ClientCallOptions;
}

async function send({ base, route, params, options, call }: Call): Promise<unknown> {
  const { method, target, headers } = requestOf(route, params);
  const timeoutMs = call.timeoutMs ?? options.timeoutMs ?? clientTimeoutMs(route.duration);
  const { signal, renew, end } = watchCall(base, timeoutMs, call);
  const explain = (thrown: unknown): OpsError => whyFailed(thrown, signal, base);
  const request = options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init));
  const url = base + target;
  try {
    if (signal.aborted) throw signal.reason;
    const sent = bodyOf(route.body, params['body'], signal);
    const response = await request(url, {
      ...sent,
      method,
      headers: { accept: acceptOf(route), ...rangeHeader(call.range), ...headers, ...sent.headers, ...options.headers },
      redirect: 'error',
      signal,
    });
    return await readAnswer({ route, url, response, renew, end, explain });
  } catch (thrown) {
    const error = explain(thrown);
    end();
    throw error;
  }
}

function acceptOf({ answer }: Route): string {
  const mediaTypes = alternativesOf(answer).flatMap(({ mediaType }) => mediaType ?? []);
  return [...new Set([...mediaTypes, ...(mediaTypes.length === 1 ? [] : ['application/json'])])].join(', ');
}

function rangeHeader(range: ClientCallOptions['range']): Readonly<Record<string, string>> {
  return range === undefined ? {} : { range: `bytes=${range.start}-${range.end === undefined ? '' : range.end - 1}` };
}

const MAY_BE_DONE = 'The sidecar may still do what it was asked: look before you ask again.';

/** Bounds a call, piece by piece where its answer comes in pieces. */
function watchCall(
  base: string,
  timeoutMs: number,
  { signal, deadline }: Bounds,
): Pick<Received, 'renew' | 'end'> & { signal: AbortSignal } {
  const limitMs = Math.min(timeoutMs, leftMs(deadline));
  const work = { what: `The request to ${base}`, late: () => unanswered(base, limitMs), abortRemedy: MAY_BE_DONE };
  const next = (): Bounds => boundsWithin(systemClock, timeoutMs, { signal, deadline });
  const watched = watchBounds(next(), work);
  return { signal: watched.signal, renew: () => watched.renew(next().deadline), end: watched.end };
}

function unanswered(base: string, timeoutMs: number): OpsError {
  return errors.OPERATION_TIMED_OUT({
    message: `The sidecar at ${base} did not answer within ${timeoutMs} ms`,
    remedy: `${MAY_BE_DONE} Or allow more time.`,
    details: { timeoutMs },
  });
}

/** What was thrown, or has caused that, or ended the call, whichever is one of our errors. */
function whyFailed(thrown: unknown, ended: AbortSignal, base: string): OpsError {
  const cause: unknown = (thrown as { cause?: unknown } | undefined)?.cause;
  const why = [thrown, cause, ended.reason].find((each) => isOpsError(each));
  return why ?? routeKitErrors.SIDECAR_UNAVAILABLE({ message: `No sidecar answers at ${base}`, cause: thrown, details: { url: base } });
}
