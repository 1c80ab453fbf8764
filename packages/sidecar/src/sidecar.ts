import { once, setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Server as TlsServer } from 'node:tls';
import { hostErrors } from '@ringside/host';
import { apiErrors, type Routes, routes } from '@ringside/api';
import { type Clock, errors, isOpsError, systemClock } from '@ringside/core';
import { formatEndpoint } from '@ringside/model';
import type { NodeControl } from '@ringside/node-control';
import type { FastifyInstance } from 'fastify';
import type { Logger as PinoLogger } from 'pino';
import type { InstanceSettings, SidecarSettings } from './config/settings.ts';
import type { CqlReader } from './cql/port.ts';
import { createInstance } from './instance/instance.ts';
import { createSelector } from './instance/select.ts';
import { bearerAuthentication } from './listen/authentication.ts';
import { allowedAddress } from './listen/bind-policy.ts';
import { serverOptions, watchCertificates } from './listen/tls.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import type { HandlersOf, Services } from './routes/context.ts';
import { createHandlers } from './routes/handlers.ts';
import { type Connections, createConnections } from './server/connections.ts';
import { affordableConnections } from './server/descriptors.ts';
import { createNodeLimits, createRequestLimit } from './server/limits.ts';
import { createServer, type ServerParts } from './server/server.ts';
import { serveStaticFiles } from './server/static-files.ts';
import { createFqdnLookup } from './observed/fqdn.ts';

/** What a sidecar reaches Cassandra through. */
export interface SidecarAdapters {
  readonly control: (instance: InstanceSettings) => NodeControl;
  readonly cql: (instance: InstanceSettings) => CqlReader;
}

/** Options of {@link startSidecar}. */
export interface SidecarOptions {
  readonly settings: SidecarSettings;
  readonly adapters: SidecarAdapters;
  readonly logger: PinoLogger;
  readonly clock?: Clock;
}

/** A sidecar that listens. */
export interface Sidecar {
  /** Where it listens, such as `http://127.0.0.1:9043`. */
  readonly url: string;
  /**
   * Stops listening, lets requests under way finish for up to `graceMs` (default 5,000), then interrupts them, and closes what it
   * holds. Resolves when all is closed; never rejects.
   */
  stop(graceMs?: number): Promise<void>;
}

/** Version of the sidecar, from its package. */
export const SIDECAR_VERSION: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/**
 * Starts a sidecar. Cassandra is not asked for anything before a request asks: it may be down now, later, or always.
 *
 * @throws OpsError `BIND_REFUSED` where it may not listen (see `allowedAddress`), `ADDRESS_IN_USE`, `CONFIG_INVALID` for an
 *   address or certificate that cannot be used
 */
export async function startSidecar({ settings, adapters, logger, clock = systemClock }: SidecarOptions): Promise<Sidecar> {
  const host = await allowedAddress(settings);
  const instances = settings.instances.map((instance) =>
    createInstance({ ...instance, control: adapters.control(instance), cql: adapters.cql(instance) }),
  );
  const [first] = instances;
  if (first === undefined) throw errors.CONFIG_INVALID({ message: 'No Cassandra instance is configured' });
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // one a request under way, which requests.concurrent bounds, and longConcurrent those of each node
  const scheme = settings.tls === undefined ? 'http' : 'https';
  let port = settings.listen.port;
  const metrics = createMetrics({ version: SIDECAR_VERSION, instances });
  const services: Services = {
    clock,
    metrics,
    instances,
    fqdn: createFqdnLookup({ clock }),
    version: SIDECAR_VERSION,
    allowableSkewMinutes: settings.allowableSkewMinutes,
    listening: () => ({ scheme, port }),
  };
  const authenticated = settings.token !== undefined || settings.tls?.requireClientCertificate === true;
  const connections = createConnections({
    most: affordableConnections(settings.connections),
    clientTimeoutMs: settings.clientTimeoutMs,
  });
  const app = httpServer(settings, createHandlers(services), {
    metrics,
    connections,
    hosts: { scheme, hosts: instances.map((instance) => instance.host), anyName: authenticated },
    readLimit: createNodeLimits(shareOfNode(settings), (reads, host) => `${reads} requests already wait for the node at ${host}`),
    longLimit: createNodeLimits(
      settings.concurrentLongRequests,
      (running, host) => `${running} long requests to the node at ${host} are not finished yet`,
    ),
    select: createSelector(instances, { resolveUnknown: authenticated }),
    first,
    stopping: stopping.signal,
    logger,
  });
  if (settings.dashboardDirectory !== undefined) await serveStaticFiles(app, settings.dashboardDirectory);
  port = await listen(app, host, port);
  const watching = watchTls(settings, { app, connections, metrics, clock, logger });
  return {
    url: `${scheme}://${formatEndpoint({ address: host, port })}`,
    stop: async (graceMs = 5_000) => {
      watching.abort();
      await close(app, stopping, graceMs);
      await Promise.allSettled(instances.map(({ cql }) => cql.close()));
    },
  };
}

/** How many requests may wait for one node: nodes that hang can never take the places of the others. */
function shareOfNode({ concurrentRequests, instances }: SidecarSettings): number {
  return Math.max(1, Math.floor(concurrentRequests / instances.length));
}

type Inside = Pick<
  ServerParts,
  'connections' | 'first' | 'hosts' | 'logger' | 'longLimit' | 'metrics' | 'readLimit' | 'select' | 'stopping'
>;

function httpServer(settings: SidecarSettings, handlers: HandlersOf<Routes>, inside: Inside): FastifyInstance {
  const { tls, token } = settings;
  try {
    return createServer(routes, handlers, {
      ...inside,
      limit: createRequestLimit(settings.concurrentRequests),
      eventLimit: createRequestLimit(settings.concurrentRequests, (listening) => `${listening} clients already listen to events`),
      clientTimeoutMs: settings.clientTimeoutMs,
      requestTimeoutMs: settings.requestTimeoutMs,
      longRequestTimeoutMs: settings.longRequestTimeoutMs,
      identitySecret: settings.identitySecret,
      authenticate: token === undefined ? undefined : bearerAuthentication(token),
      https: tls && serverOptions(tls),
    });
  } catch (error) {
    if (tls === undefined || isOpsError(error)) throw error;
    throw errors.CONFIG_INVALID({
      message: 'tls: the certificate, key or authority is not valid PEM, or they do not fit',
      cause: error,
    });
  }
}

interface Watched {
  readonly app: FastifyInstance;
  readonly connections: Connections;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly logger: PinoLogger;
}

/** Takes over renewed certificates until it is aborted. */
function watchTls({ tls }: SidecarSettings, { app, connections, metrics, clock, logger }: Watched): AbortController {
  const watching = new AbortController();
  if (tls === undefined) return watching;
  const server = app.server as unknown as TlsServer;
  const watch = { server, clock, logger, report: metrics.certificates, onReload: () => connections.retire() };
  void watchCertificates(tls, watch, watching.signal);
  return watching;
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw cannotListen(error, host, port);
  }
  return (app.server.address() as AddressInfo).port;
}

function cannotListen(error: unknown, host: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return hostErrors.ADDRESS_IN_USE({
      message: `${formatEndpoint({ address: host, port })} is already in use`,
      cause: error,
      details: { host, port },
    });
  if (code === 'EADDRNOTAVAIL')
    return errors.CONFIG_INVALID({ message: `listen.host: ${host} is not an address of this machine`, cause: error });
  if (code === 'EACCES')
    return errors.PERMISSION_DENIED({
      message: `Port ${port} may not be listened on by this user`,
      remedy: 'Use a port above 1023, or let this user listen on lower ones.',
      cause: error,
    });
  return error;
}

async function close(app: FastifyInstance, stopping: AbortController, graceMs: number): Promise<void> {
  const closed = app.close().catch(() => undefined);
  const grace = setTimeout(() => {
    stopping.abort(apiErrors.SIDECAR_UNAVAILABLE({ message: 'The sidecar is stopping' }));
    setTimeout(() => app.server.closeAllConnections(), LAST_WORDS_MS).unref();
  }, graceMs);
  await Promise.race([closed, once(app.server, 'close').catch(() => undefined)]);
  clearTimeout(grace);
  await closed;
}

/** For interrupted requests to be answered. */
const LAST_WORDS_MS = 200;
