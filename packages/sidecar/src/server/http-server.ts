import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type RouteId, routes } from '@ringside/api';
import { errors, isOpsError } from '@ringside/core';
import { hostErrors } from '@ringside/host';
import { formatEndpoint } from '@ringside/model';
import { routeKitErrors } from '@ringside/route-kit';
import { createRequestLimit, createServer, type RouteServer, type ServerParts } from '@ringside/route-server';
import type { SidecarSettings } from '../config/settings.ts';
import type { CassandraInstance } from '../instance/instance.ts';
import { serverOptions } from '../listen/tls.ts';
import type { Handlers } from '../routes/context.ts';

/** What the settings do not say. */
export type Inside = Pick<
  ServerParts<CassandraInstance>,
  'audit' | 'authenticate' | 'connections' | 'first' | 'hosts' | 'logger' | 'longLimit' | 'metrics' | 'readLimit' | 'select' | 'stopping'
>;

/**
 * The HTTP server of a sidecar, as its settings say. It does not listen yet.
 *
 * @throws OpsError `CONFIG_INVALID` for a certificate that cannot be used
 */
export function httpServer(settings: SidecarSettings, handlers: Handlers<RouteId>, inside: Inside): RouteServer {
  const { tls } = settings;
  try {
    return createServer(routes, handlers, {
      ...inside,
      limit: createRequestLimit(settings.concurrentRequests),
      eventLimit: createRequestLimit(settings.concurrentRequests, (listening) => `${listening} clients already listen to events`),
      clientTimeoutMs: settings.clientTimeoutMs,
      requestTimeoutMs: settings.requestTimeoutMs,
      longRequestTimeoutMs: settings.longRequestTimeoutMs,
      identitySecret: settings.identitySecret,
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

/**
 * Lets a server listen.
 *
 * @returns the port, which is another one than was asked for when that was 0
 * @throws OpsError `ADDRESS_IN_USE`, `CONFIG_INVALID` for an address that is not of this machine, `PERMISSION_DENIED`
 */
export async function listen(app: RouteServer, host: string, port: number): Promise<number> {
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

/**
 * Closes a server: requests under way have `graceMs` to finish, then they are interrupted and answered, and then their connections close.
 *
 * @param stopping what is under way listens to its signal
 */
export async function close(app: RouteServer, stopping: AbortController, graceMs: number): Promise<void> {
  const closed = app.close().catch(() => undefined);
  const grace = setTimeout(() => {
    stopping.abort(routeKitErrors.SIDECAR_UNAVAILABLE({ message: 'The sidecar is stopping' }));
    setTimeout(() => app.server.closeAllConnections(), LAST_WORDS_MS).unref();
  }, graceMs);
  await Promise.race([closed, once(app.server, 'close').catch(() => undefined)]);
  clearTimeout(grace);
  await closed;
}

/** For interrupted requests to be answered. */
const LAST_WORDS_MS = 200;
