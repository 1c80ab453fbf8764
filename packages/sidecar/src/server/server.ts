import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { ServerOptions } from 'node:https';
import { type Route, type RouteId, routes } from '@ringside/api';
import { OpsError } from '@ringside/core';
import {
  fastify,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify';
import type { CassandraInstance } from '../instance/instance.ts';
import type { InstanceChoice } from '../instance/select.ts';
import type { Authenticate } from '../listen/authentication.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Answer, Handlers, RequestContext } from '../routes/context.ts';
import { type HostPolicy, refuseForeignPages } from './browsers.ts';
import type { Connections } from './connections.ts';
import { bare, errorAnswer, type FailedAnswer } from './error-answer.ts';
import { proveIdentity } from './prove-identity.ts';
import { type NodeLimits, type RequestLimit, TIMED_OUT, withDeadline } from './limits.ts';
import { answerParserErrors } from './parser-errors.ts';
import { answerUnknown } from './unknown.ts';
import { type RawParameters, readParameters } from './validate.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route of the contract; none for files and for what answers unknown paths. */
    readonly id?: RouteId;
  }
  interface FastifyRequest {
    /** Aborts when the client has left. */
    left: AbortSignal;
  }
}

/** What the HTTP server is made of. */
export interface ServerParts {
  readonly handlers: Handlers<RouteId>;
  readonly metrics: Metrics;
  readonly select: (choice: InstanceChoice) => Promise<CassandraInstance>;
  /** The instance that routes get which ask no Cassandra. */
  readonly first: CassandraInstance;
  readonly limit: RequestLimit;
  /** Each node's part of those places: however many requests hang at one, others are served. */
  readonly readLimit: NodeLimits;
  /** Places of requests that wait for a node's disk, each node's own and not part of `limit`. */
  readonly longLimit: NodeLimits;
  readonly connections: Connections;
  /** How long a client may take to send its request, and to read some of the answer. */
  readonly clientTimeoutMs: number;
  readonly hosts: HostPolicy;
  readonly requestTimeoutMs: number;
  readonly longRequestTimeoutMs: number;
  readonly authenticate: Authenticate | undefined;
  /** See {@link proveIdentity}. */
  readonly identitySecret: string | undefined;
  /** Aborts what is under way when the sidecar stops. */
  readonly stopping: AbortSignal;
  readonly logger: FastifyBaseLogger;
  /** Certificates and such, for TLS. */
  readonly https: ServerOptions | undefined;
}

/** Requests that wait for the node's disk. */
const LONG: ReadonlySet<RouteId> = new Set(['drain', 'createSnapshot', 'clearSnapshot', 'createTableSnapshot', 'clearTableSnapshot']);
const MOST_BODY_BYTES = 16_384;
/** An idle connection is kept for so long; when places are short, it is the first to go. */
const KEEP_ALIVE_MS = 72_000;
/** How often Node looks for requests that take too long to arrive. */
const CHECK_MS = 1_000;
const MOST_HEADER_BYTES = 16_384;
const LONGEST_PARAMETER = 1_024;
const RETRY_AFTER_SECONDS = 2;

/**
 * The HTTP server: every route of the contract, each checked, bounded in time and number, and answered with the contract's errors.
 * It does not listen yet.
 */
export function createServer(parts: ServerParts): FastifyInstance {
  const { connections } = parts;
  const app = fastify({
    ...listenerOptions(parts),
    clientErrorHandler: answerParserErrors(connections),
    loggerInstance: parts.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MOST_BODY_BYTES,
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: (error, _request, reply) => void fail(harmless(reply), frameworkError(error)),
  } as FastifyServerOptions) as FastifyInstance;
  ignoreBodies(app);
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof OpsError) && !isFrameworkError(error)) request.log.error({ err: error }, 'A request failed unexpectedly');
    void fail(reply, isFrameworkError(error) ? frameworkError(error) : errorAnswer(error));
  });
  connections.guard(app.server);
  followRequests(app, connections, parts.metrics);
  app.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    delete request.headers.expect; // what is expected is not known here, and may be ignored (RFC 9110, 10.1.1)
    app.server.emit('request', request, response);
  });
  if (parts.identitySecret !== undefined) proveIdentity(app, parts.identitySecret);
  const { authenticate, hosts } = parts;
  app.addHook('onRequest', async ({ raw }) => refuseForeignPages(raw, hosts));
  if (authenticate !== undefined) app.addHook('onRequest', async (request) => authenticate(request.headers.authorization));
  for (const [id, route] of Object.entries(routes) as [RouteId, Route][]) addRoute(app, id, route, parts);
  answerUnknown(app, Object.values(routes));
  return app;
}

/** Limits of Node's own: what has not arrived in time is answered with 408, headers that are too large with 431. */
function listenerOptions({ https, clientTimeoutMs }: ServerParts): Partial<FastifyServerOptions> {
  const limits = {
    headersTimeout: clientTimeoutMs,
    connectionsCheckingInterval: Math.min(CHECK_MS, clientTimeoutMs),
    maxHeaderSize: MOST_HEADER_BYTES,
    requireHostHeader: false, // it is asked for below, with an error of the contract
  };
  const timeouts = { requestTimeout: clientTimeoutMs, keepAliveTimeout: KEEP_ALIVE_MS, connectionTimeout: clientTimeoutMs };
  const listener = https === undefined ? { http: limits } : { https: { ...limits, handshakeTimeout: clientTimeoutMs, ...https } };
  return { ...timeouts, ...listener };
}

/** First of all hooks, in the very moment that a request was parsed, so that requests which are refused are counted too. */
function followRequests(app: FastifyInstance, connections: Connections, metrics: Metrics): void {
  app.decorateRequest('left');
  app.addHook('onRequest', async (request, reply) => {
    const { raw } = harmless(reply);
    const over = metrics.request(request.routeOptions.config.id ?? 'other');
    const open = connections.begin(request.raw, raw, () => over(raw.writableFinished ? raw.statusCode : 'aborted'));
    if (open === undefined) return void reply.hijack();
    request.left = open.left;
    // Of a body that nobody reads: whatever it says, or that it says nothing, is no reason to refuse.
    request.raw.headers['content-type'] = 'application/octet-stream';
  });
}

/** What every answer tells browsers: it is what it says it is, and no page of another origin may embed it. */
function harmless(reply: FastifyReply): FastifyReply {
  return reply.headers({ 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' });
}

/** No route has a body; clients that send one (or only its content type, however it is written) are answered all the same. */
function ignoreBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined));
}

function addRoute(app: FastifyInstance, id: RouteId, route: Route, parts: ServerParts): void {
  for (const url of [route.path, ...(route.aliases ?? [])])
    app.route({
      method: route.method,
      url,
      config: { id },
      handler: async (request, reply) => {
        try {
          const { status = 200, body } = await serve(id, route, request, parts);
          if (status === 503) retryLater(reply);
          if (route.contentType !== undefined) void reply.type(route.contentType);
          return body === undefined ? reply.code(status).send() : reply.code(status).send(body);
        } catch (error) {
          if (!(error instanceof OpsError) && error !== TIMED_OUT)
            request.log.error({ err: error, route: id }, 'A request failed unexpectedly');
          return fail(reply, error === TIMED_OUT ? bare(408) : errorAnswer(error, id));
        }
      },
    });
}

async function serve(id: RouteId, route: Route, request: FastifyRequest, parts: ServerParts): Promise<Answer<unknown>> {
  const raw: RawParameters = {
    path: request.params as Record<string, string>,
    query: request.query as Record<string, string | string[]>,
  };
  const handler = parts.handlers[id] as (context: RequestContext<RouteId>) => Promise<Answer<unknown>>;
  if (!route.asksCassandra) {
    readParameters(id, raw);
    return handler(ownContext(parts));
  }
  const long = LONG.has(id);
  const places = long ? [] : [parts.limit.enter()];
  try {
    const timeoutMs = long ? parts.longRequestTimeoutMs : parts.requestTimeoutMs;
    return await withDeadline(timeoutMs, [parts.stopping, request.left], async (signal) => {
      const params = readParameters(id, raw);
      const instance = await parts.select({ instanceId: params.instanceId, hostHeader: hostOf(request.headers, request.host) });
      const run = (): Promise<Answer<unknown>> => handler({ params, instance, signal, timeoutMs });
      signal.throwIfAborted(); // or the place would be taken after all were given back
      if (long) return inPlace(parts.longLimit(instance), run);
      places.push(parts.readLimit(instance).enter());
      return run();
    });
  } finally {
    for (const leave of places) leave();
  }
}

/** Holds a place until the work is over, also where its deadline has passed before: what hangs at the node still hangs there. */
async function inPlace<T>(limit: RequestLimit, work: () => Promise<T>): Promise<T> {
  const leave = limit.enter();
  try {
    return await work();
  } finally {
    leave();
  }
}

function ownContext({ first, stopping, requestTimeoutMs }: ServerParts): RequestContext<RouteId> {
  return { params: {}, instance: first, signal: stopping, timeoutMs: requestTimeoutMs };
}

function hostOf(headers: IncomingHttpHeaders, fallback: string): string {
  return headers.host ?? fallback;
}

function fail(reply: FastifyReply, { status, body }: FailedAnswer): FastifyReply {
  if (status === 503) retryLater(reply);
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply.code(status).type('application/json').send(body);
}

/** Spelled like this on the wire: Apache's client knows no other spelling, and Fastify would write it in lower case. */
function retryLater(reply: FastifyReply): void {
  reply.raw.setHeader('Retry-After', RETRY_AFTER_SECONDS);
}

interface FrameworkError extends Error {
  readonly code: string;
  readonly statusCode?: number;
}

function isFrameworkError(error: unknown): error is FrameworkError {
  const { code, statusCode } = error as Partial<FrameworkError>;
  return typeof code === 'string' && code.startsWith('FST_') && statusCode !== undefined && statusCode < 500;
}

/** A request that is malformed below the level of routes: too large, a path that cannot be decoded. */
function frameworkError(error: Partial<FrameworkError>): FailedAnswer {
  const answer = errorAnswer(new OpsError('INVALID_ARGUMENT', { message: error.message ?? 'The request is malformed' }));
  const status = error.statusCode ?? 400;
  return { status, body: { ...answer.body, status: bare(status).body.status, code: status } };
}
