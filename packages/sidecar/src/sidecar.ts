import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server as TlsServer } from 'node:tls';
import { keepRecords, recordFamilies } from '@ringside/cluster-answers';
import { type ClusterWatch, unwatched } from '@ringside/cluster-watch';
import { type Clock, errors, systemClock } from '@ringside/core';
import { createFqdnLookup } from '@ringside/host';
import { formatEndpoint } from '@ringside/model';
import type { NodeControl } from '@ringside/node-control';
import { startPushes } from '@ringside/metrics-push';
import { createNodesMetrics } from '@ringside/node-metrics';
import { type OperationParts, createOperations, type Operations } from '@ringside/operation-answers';
import {
  affordableConnections,
  type Connections,
  createConnections,
  createNodeLimits,
  type RouteServer,
  serveStaticFiles,
} from '@ringside/route-server';
import type { Logger as PinoLogger } from 'pino';
import type { InstanceSettings, SidecarSettings } from './config/settings.ts';
import type { CqlReader } from './cql/port.ts';
import { type CassandraInstance, createInstance, streamsOf } from './instance/instance.ts';
import { createSelector } from './instance/select.ts';
import { allowedAddress, asksWho } from './listen/bind-policy.ts';
import { watchCertificates } from './listen/tls.ts';
import { createMetrics, labelOf, type Metrics } from './metrics/metrics.ts';
import { asLoggerPort } from './logger.ts';
import { isPublishedDashboard } from './listen/published-dashboard.ts';
import { makeOperationsFolder } from './operations-folder.ts';
import type { Services } from './routes/context.ts';
import { createHandlers } from './routes/handlers.ts';
import { openAdmission } from './server/callers.ts';
import { close, httpServer, listen } from './server/http-server.ts';

/** What a sidecar reaches Cassandra through. */
export interface SidecarAdapters {
  /** Called once for each instance at the start, when the node may be down: it must not connect yet. */
  readonly control: (instance: InstanceSettings) => NodeControl;
  /** Called once for each instance at the start, when the node may be down: it must not connect yet. */
  readonly cql: (instance: InstanceSettings) => CqlReader;
  /** Begins to watch the cluster; left out, verdicts are what gossip says. */
  readonly watch?: (parts: Pick<Services, 'clock' | 'instances' | 'listening'>) => ClusterWatch;
  /** With what it takes part in operations; left out, it takes none. Called once at the start: it must not connect yet. */
  readonly operations?: (parts: Pick<Services, 'clock' | 'instances' | 'watch'>) => OperationParts<CassandraInstance>;
}

/** Options of {@link startSidecar}. */
export interface SidecarOptions {
  /** Checked settings, such as `loadSidecarSettings()` gives. */
  readonly settings: SidecarSettings;
  /** What answers for the nodes: Jolokia and CQL in production, a simulated cluster in tests. */
  readonly adapters: SidecarAdapters;
  /** Gets what failed unexpectedly, and changes such as a renewed certificate. */
  readonly logger: PinoLogger;
  /** Default: the system's. Limits of requests are on real time whatever it is. */
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
 * Starts a sidecar. Cassandra may be down now, later, or always: but for what watches it, nothing is asked of it before a request asks. Every five minutes the
 * sidecar notes how full disks are and what its nodes have counted.
 *
 * @throws OpsError `AUDIT_UNWRITTEN` where its audit log cannot be written, `BIND_REFUSED` where it may not listen (see `allowedAddress`), `ADDRESS_IN_USE`, `CONFIG_INVALID` for an
 *   address, certificate or folder that cannot be used
 */
export async function startSidecar({ settings, adapters, logger, clock = systemClock }: SidecarOptions): Promise<Sidecar> {
  const host = await allowedAddress(settings);
  if (settings.operationsDirectory !== undefined) await makeOperationsFolder(settings.operationsDirectory);
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // one a request under way, which requests.concurrent bounds, and longConcurrent those of each node
  const admission = await openAdmission(settings, { clock, logger, stopping: stopping.signal });
  const parts = settings.instances.map((each) => ({ ...each, control: adapters.control(each), cql: adapters.cql(each) }));
  const instances = parts.map((each) => createInstance(each));
  const sources = parts.map((each) => ({ node: labelOf(each), source: each.control }));
  const nodes = createNodesMetrics({ nodes: sources, settings: settings.metrics, logger: asLoggerPort(logger) });
  const [first] = instances;
  if (first === undefined) throw errors.CONFIG_INVALID({ message: 'No Cassandra instance is configured' });
  const scheme = settings.tls === undefined ? 'http' : 'https';
  let port = settings.listen.port;
  const listening: Services['listening'] = () => ({ scheme, port });
  const watch = adapters.watch?.({ clock, instances, listening }) ?? unwatched;
  const metrics = createMetrics({ version: SIDECAR_VERSION, instances, nodes, watch });
  const records = keepRecords(instances, clock);
  metrics.tellAlso(() => recordFamilies(instances.map((each) => ({ node: labelOf(each), record: records.of(each) }))));
  const services: Services = {
    watch,
    records,
    clock,
    metrics,
    instances,
    fqdn: createFqdnLookup({ clock }),
    version: SIDECAR_VERSION,
    allowableSkewMinutes: settings.allowableSkewMinutes,
    levels: settings.levels,
    listening,
  };
  const operations = operationsOf(services, adapters, logger);
  const stopLooking = (): Promise<void> => stopAll([operations, records, watch, { stop: () => nodes.close() }]);
  const authenticated = asksWho(settings);
  const connections = connectionsOf(settings);
  const app = httpServer(settings, createHandlers(services, operations), {
    ...admission,
    metrics,
    connections,
    hosts: { scheme, hosts: instances.map((instance) => instance.host), anyName: authenticated },
    ...limitsOf(settings),
    select: createSelector(instances, { resolveUnknown: authenticated, listensOn: host }),
    first,
    stopping: stopping.signal,
    logger,
  });
  if (settings.dashboardDirectory !== undefined)
    await serveStaticFiles(app, settings.dashboardDirectory, isPublishedDashboard(settings.dashboardDirectory));
  port = await listen(app, host, port).catch(async (error: unknown) => {
    await stopLooking(); // what goes on by itself would keep the process from ending
    await Promise.allSettled(instances.map(({ cql }) => cql.close()));
    throw error;
  });
  operations.start(); // only one sidecar can listen here, so that no other one acts for these nodes
  const pushes = startPushes({ settings: settings.push, collect: metrics.families, clock, logger: asLoggerPort(logger) });
  metrics.tellAlso(pushes.families);
  const watching = watchTls(settings, { app, connections, metrics, clock, logger });
  return {
    url: `${scheme}://${formatEndpoint({ address: host, port })}`,
    stop: async (graceMs = 5_000) => {
      watching.abort();
      await pushes.close();
      await stopLooking();
      await close(app, stopping, graceMs);
      await admission.audit?.close();
      await Promise.allSettled(instances.map(({ cql }) => cql.close()));
    },
  };
}

async function stopAll(parts: readonly { readonly stop: () => unknown }[]): Promise<void> {
  for (const part of parts) await part.stop();
}

function connectionsOf({ connections, clientTimeoutMs }: SidecarSettings): Connections {
  return createConnections({ most: affordableConnections(connections), clientTimeoutMs });
}

function operationsOf(services: Services, adapters: SidecarAdapters, logger: PinoLogger): Operations<CassandraInstance> {
  return createOperations({
    ...services,
    streamsOf,
    parts: adapters.operations?.(services),
    note: (sentence) => logger.warn(sentence),
  });
}

function limitsOf(settings: SidecarSettings): Readonly<Record<'readLimit' | 'longLimit', ReturnType<typeof createNodeLimits>>> {
  return {
    readLimit: createNodeLimits(shareOfNode(settings), (reads, host) => `${reads} requests already wait for the node at ${host}`),
    longLimit: createNodeLimits(
      settings.concurrentLongRequests,
      (running, host) => `${running} long requests to the node at ${host} are not finished yet`,
    ),
  };
}

/** How many requests may wait for one node: nodes that hang can never take the places of the others. */
function shareOfNode({ concurrentRequests, instances }: SidecarSettings): number {
  return Math.max(1, Math.floor(concurrentRequests / instances.length));
}

interface Watched {
  readonly app: RouteServer;
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
