import { type ClientOf, createClient, type RouteTable } from '@ringside/route-kit';
import { pino } from 'pino';
import type { HandlersOf } from '../handlers.ts';
import { createConnections } from '../bounds/connections.ts';
import { createNodeLimits, createRequestLimit } from '../bounds/limits.ts';
import { createServer, type ServerParts } from '../server.ts';

/** A server of made routes that listens. */
export interface MadeServer<Table> {
  readonly url: string;
  readonly client: ClientOf<Table>;
  /** What it logged as an error. */
  readonly logged: readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts a server over routes and handlers of a test, on a free loopback port; `over` narrows its bounds. */
export async function startMade<Table extends RouteTable>(
  table: Table,
  handlers: HandlersOf<Table>,
  over: Partial<ServerParts> = {},
): Promise<MadeServer<Table>> {
  const logged: string[] = [];
  const stopping = new AbortController();
  const first = { id: 1, host: '127.0.0.1' };
  const clientTimeoutMs = over.clientTimeoutMs ?? 5_000;
  const app = createServer(table, handlers, {
    metrics: { request: () => () => undefined },
    connections: createConnections({ most: 64, clientTimeoutMs }),
    clientTimeoutMs,
    hosts: { scheme: 'http', hosts: ['127.0.0.1'], anyName: false },
    authenticate: undefined,
    audit: undefined,
    identitySecret: undefined,
    logger: pino({ level: 'error' }, { write: (line: string) => void logged.push(line) }),
    https: undefined,
    select: async () => first,
    first,
    limit: createRequestLimit(16),
    readLimit: createNodeLimits(16, () => 'busy'),
    longLimit: createNodeLimits(16, () => 'busy'),
    eventLimit: createRequestLimit(16),
    requestTimeoutMs: 5_000,
    longRequestTimeoutMs: 5_000,
    stopping: stopping.signal,
    ...over,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, client: createClient(table, { baseUrl: url }), logged, close: () => app.close().finally(() => stopping.abort()) };
}
