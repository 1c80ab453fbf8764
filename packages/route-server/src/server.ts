import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerOptions } from 'node:https';
import { errors, isOpsError } from '@ringside/core';
import { fill, type Route, type RouteTable } from '@ringside/route-kit';
import {
  fastify,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify';
import { type Audit, noteChange, noteRefusals } from './admission/audited.ts';
import type { Authenticate, Caller } from './admission/authentication.ts';
import type { AnyHandler, HandlersOf, ServedInstance } from './handlers.ts';
import { type HostPolicy, refuseForeignPages } from './admission/browsers.ts';
import type { Connections } from './bounds/connections.ts';
import { bare, errorAnswer, type FailedAnswer, refusedAs, retryLater } from './answers/error-answer.ts';
import { answerParserErrors } from './requests/parser-errors.ts';
import { proveIdentity } from './admission/prove-identity.ts';
import { Refusal, RequestTimeout } from './requests/refusal.ts';
import { closeUnlessRead } from './answers/send-answer.ts';
import { serve, type ServingParts } from './serve.ts';
import { answerUnknown } from './answers/unknown.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route of the contract; none for files and for what answers unknown paths. */
    readonly route?: Route;
    /** True of the dashboard's files. They are the same everywhere and hold nothing of the ring, so whoever asks gets them: the page must be there to ask for a token. */
    readonly isPage?: boolean;
  }
  interface FastifyRequest {
    /** Aborts when the client has left. */
    left: AbortSignal;
    /** Who sent it; undefined where nobody is asked who they are. */
    caller: Caller | undefined;
    /** Asks once more, for what is sent over a long time; rejects once its caller may not have it any more. Undefined where nobody is asked who they are. */
    assertAdmitted: (() => Promise<void>) | undefined;
  }
}

/** Counts requests. */
export interface RequestMetrics {
  /**
   * Counts a request from now on.
   *
   * @param route its id; `other` for what no route serves
   * @returns to be called once, when the request is over
   */
  readonly request: (route: string) => (status: number | 'aborted') => void;
}

/** What the HTTP server is made of. */
export interface ServerParts<Instance extends ServedInstance = ServedInstance> extends ServingParts<Instance> {
  /** Counts and times each request under its route's id, unknown paths under `other`. */
  readonly metrics: RequestMetrics;
  /** Follows the connections of this server alone. */
  readonly connections: Connections;
  /** How long a client may take to send its request, and to read some of the answer. */
  readonly clientTimeoutMs: number;
  /** Whom a `Host` header may name. */
  readonly hosts: HostPolicy;
  /** Says who sent a request, and throws for one that may not be served; `undefined` serves everybody. */
  readonly authenticate: Authenticate | undefined;
  /** Where changes and refusals are noted; `undefined` notes nothing. */
  readonly audit: Audit | undefined;
  /** By which the server proves who it is to whoever started it; `undefined` proves nothing. */
  readonly identitySecret: string | undefined;
  /** Gets what failed unexpectedly; `undefined` logs nothing. */
  readonly logger: FastifyBaseLogger | undefined;
  /** Certificates and such, for TLS; `undefined` serves plain HTTP. */
  readonly https: ServerOptions | undefined;
}

/** An HTTP server of routes: Fastify's, which only this package knows. */
export type RouteServer = FastifyInstance;

/** Of a body that a route takes none of, and nobody reads. */
const MOST_BODY_BYTES = 16_384;
/** An idle connection is kept for so long; when places are short, it is the first to go. */
const KEEP_ALIVE_MS = 72_000;
/** How often Node looks for requests that take too long to arrive. */
const CHECK_MS = 1_000;
const MOST_HEADER_BYTES = 16_384;
const LONGEST_PARAMETER = 1_024;

/**
 * The HTTP server: every route of a table, each checked, bounded in time and number, and answered with the contract's errors.
 * It does not listen yet.
 *
 * @param table the routes, by id
 */
export function createServer<Table extends RouteTable, Instance extends ServedInstance>(
  table: Table,
  handlers: HandlersOf<Table, Instance>,
  parts: ServerParts<Instance>,
): RouteServer {
  const { connections } = parts;
  const app = fastify({
    ...listenerOptions(parts),
    clientErrorHandler: answerParserErrors(connections),
    loggerInstance: parts.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MOST_BODY_BYTES,
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: refuseMalformed,
  } as FastifyServerOptions) as FastifyInstance;
  readBodiesWhole(app);
  app.setErrorHandler((error, request, reply) => {
    void answerError(reply, error, request);
  });
  connections.guard(app.server);
  followRequests(app, parts);
  app.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    delete request.headers.expect; // what is expected is not known here, and may be ignored (RFC 9110, 10.1.1)
    app.server.emit('request', request, response);
  });
  if (parts.identitySecret !== undefined) proveIdentity(app, parts.identitySecret);
  const { authenticate, audit, hosts } = parts;
  if (audit !== undefined) noteRefusals(app, audit);
  app.addHook('onRequest', async ({ raw }) => refuseForeignPages(raw, hosts));
  app.decorateRequest('caller');
  app.decorateRequest('assertAdmitted');
  if (authenticate !== undefined) admit(app, authenticate);
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());
  for (const [id, route] of Object.entries(table))
    addRoute(app, { route, handler: handlers[id] as AnyHandler<Instance>, closing: closing.signal, parts });
  answerUnknown(app, Object.values(table));
  return app;
}

/** Limits of Node's own: what has not arrived in time is answered with 408, headers that are too large with 431. */
function listenerOptions({ https, clientTimeoutMs }: Pick<ServerParts, 'https' | 'clientTimeoutMs'>): Partial<FastifyServerOptions> {
  const limits = {
    headersTimeout: clientTimeoutMs,
    connectionsCheckingInterval: Math.min(CHECK_MS, clientTimeoutMs),
    maxHeaderSize: MOST_HEADER_BYTES,
    requireHostHeader: false, // it is asked for below, with an error of the contract
  };
  // How long a body may take depends on its route, which Node does not know: see boundArrival().
  const timeouts = { requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS, connectionTimeout: clientTimeoutMs };
  const listener = https === undefined ? { http: limits } : { https: { ...limits, handshakeTimeout: clientTimeoutMs, ...https } };
  return { ...timeouts, ...listener };
}

/** Answers a path that the router can make nothing of; no hook runs for it, so nothing else bounds the body that may come with it. */
function refuseMalformed(
  { statusCode = 400, message }: Error & { statusCode?: number },
  { raw }: FastifyRequest,
  reply: FastifyReply,
): void {
  // Only once what came in has been parsed is it known whether there is a body.
  queueMicrotask(() => {
    closeUnlessRead(raw, reply);
    fail(harmless(reply), refusedAs(statusCode, message));
  });
}

/** First of all hooks, in the very moment that a request was parsed, so that requests which are refused are counted too. */
function followRequests(
  app: FastifyInstance,
  { connections, metrics, clientTimeoutMs }: Pick<ServerParts, 'clientTimeoutMs' | 'connections' | 'metrics'>,
): void {
  const late = answerParserErrors(connections);
  app.decorateRequest('left');
  app.addHook('onRequest', async (request, reply) => {
    const { raw } = harmless(reply);
    const { route } = request.routeOptions.config;
    const over = metrics.request(route?.id ?? 'other');
    const open = connections.begin(request.raw, raw, () => over(raw.writableFinished ? raw.statusCode : 'aborted'));
    if (open === undefined) return void reply.hijack();
    request.left = open.left;
    if (route?.body?.kind !== 'bytes') boundArrival(request.raw, clientTimeoutMs, late);
    // Of a body whose route says what it is: whatever the client says, or that it says nothing, is no reason to refuse.
    request.raw.headers['content-type'] = 'application/octet-stream';
  });
}

/**
 * A request has to be there as a whole in time; one that brings many bytes only has to go on, which its connection sees to. Whether it is there is asked
 * when time is up: one without a body is complete long before anybody reads its end.
 */
function boundArrival(request: IncomingMessage, timeoutMs: number, late: ReturnType<typeof answerParserErrors>): void {
  if (request.complete) return;
  const timer = setTimeout(() => {
    if (!request.complete) late({ code: 'ERR_HTTP_REQUEST_TIMEOUT' } as NodeJS.ErrnoException, request.socket);
  }, timeoutMs);
  const arrived = (): void => clearTimeout(timer);
  request.once('end', arrived).once('close', arrived);
}

/** Lets in who is known, to what they may do. Who is refused learns no more than that. */
function admit(app: FastifyInstance, authenticate: Authenticate): void {
  app.addHook('onRequest', async (request) => {
    const { isPage, route } = request.routeOptions.config;
    if (isPage === true) return;
    const caller = await authenticate(request.raw);
    request.caller = caller; // first, so that a refusal is noted with who was refused
    assertMay(caller, route);
    request.assertAdmitted = async () => assertMay(await authenticate(request.raw), route);
  });
}

function assertMay(caller: Caller, route: Route | undefined): void {
  if (route === undefined || caller.may(route.permission)) return;
  throw errors.FORBIDDEN({
    message: 'The role of this caller does not allow this request',
    remedy: 'Use an identity whose role does, or ask whoever runs the cluster for it.',
  });
}

/** What every answer tells browsers: it is what it says it is, and no page of another origin may embed it. */
function harmless(reply: FastifyReply): FastifyReply {
  return reply.headers({ 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' });
}

/** A body is read whatever its content type is, however that is written; one that its route does not have is passed over. */
function readBodiesWhole(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

/** Leaves a body to the route's handler. */
function leaveBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _body, done) => done(null, undefined));
}

interface AddedRoute<Instance extends ServedInstance> {
  readonly route: Route;
  readonly handler: AnyHandler<Instance>;
  readonly closing: AbortSignal;
  readonly parts: ServerParts<Instance>;
}

function addRoute<Instance extends ServedInstance>(app: FastifyInstance, added: AddedRoute<Instance>): void {
  const { route } = added;
  const urls = [route.path, ...route.aliases].map((path) => fill(path, (name, rest) => (rest ? '*' : `:${name}`)));
  const add = (scope: FastifyInstance): void => {
    for (const url of urls)
      scope.route({
        method: route.method,
        url,
        config: { route },
        bodyLimit: route.body?.maxBytes ?? MOST_BODY_BYTES,
        handler: (request, reply) => answer(added, request, reply),
      });
  };
  if (route.body?.kind !== 'bytes') return add(app);
  void app.register(async (scope) => {
    leaveBodies(scope);
    add(scope);
  });
}

async function answer<Instance extends ServedInstance>(
  { parts, ...added }: AddedRoute<Instance>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  try {
    if (parts.audit !== undefined && added.route.audit !== false) await noteChange(parts.audit, added.route, request, reply);
    return await serve({ ...added, request, reply }, parts);
  } catch (error) {
    return answerError(reply, error, request, added.route);
  }
}

/** @param route whose handler failed; none where a hook refused the request, which is answered alike whatever was asked for */
function answerError(reply: FastifyReply, error: unknown, { log, raw, routeOptions }: FastifyRequest, route?: Route): FastifyReply {
  if (routeOptions.config.route?.body?.kind === 'bytes') closeUnlessRead(raw, reply);
  if (error instanceof RequestTimeout) return fail(reply, bare(408));
  if (error instanceof Refusal) return fail(reply.headers(error.headers), refusedAs(error.status, error.message));
  if (isFrameworkError(error)) return fail(reply, refusedAs(error.statusCode ?? 400, error.message));
  if (!isOpsError(error)) log.error({ err: error, ...(route && { route: route.id }) }, 'A request failed unexpectedly');
  return fail(reply, errorAnswer(error, route));
}

function fail(reply: FastifyReply, { status, body }: FailedAnswer): FastifyReply {
  if (status === 503) retryLater(reply);
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply.code(status).type('application/json').send(body);
}

interface FrameworkError extends Error {
  readonly code: string;
  readonly statusCode?: number;
}

function isFrameworkError(error: unknown): error is FrameworkError {
  const { code, statusCode } = error as Partial<FrameworkError>;
  return typeof code === 'string' && code.startsWith('FST_') && statusCode !== undefined && statusCode < 500;
}
