import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { artefactFault } from './artefact.ts';

/** Where Nx's remote cache is, and what opens it. */
export interface RemoteCache {
  readonly server: string;
  readonly token: string;
}

/** A guard that runs. */
export interface CacheGuard {
  /** What Nx is told instead of the real server. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const TIMEOUT_MS = 60_000;

/** The remote cache that the environment names, if any. */
export function remoteCacheOf(env: NodeJS.ProcessEnv): RemoteCache | undefined {
  const server = env['NX_SELF_HOSTED_REMOTE_CACHE_SERVER'] ?? '';
  return server === '' ? undefined : { server: server.replace(/\/$/, ''), token: env['NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN'] ?? '' };
}

/**
 * Stands on loopback between Nx and its remote cache, because Nx ends a run when the server is down, refuses the token, breaks off or sends
 * something that cannot be unpacked. Here each of these is a miss, said once; a write that is refused is left out. The artefact itself goes
 * through unchanged.
 *
 * @param say gets one sentence a kind of trouble
 * @param timeoutMs how long the server may take for one answer
 */
export async function guardCache(cache: RemoteCache, say: (problem: string) => void, timeoutMs: number = TIMEOUT_MS): Promise<CacheGuard> {
  const said = new Set<string>();
  const sayOnce = (problem: string): void => {
    if (!said.has(problem)) say(problem);
    said.add(problem);
  };
  const guard = createServer((request, response) => {
    void answer(request, { cache, sayOnce, timeoutMs }).then(({ status, body }) => send(response, status, body));
  });
  await new Promise<void>((resolve) => guard.listen(0, '127.0.0.1', resolve));
  const { port } = guard.address() as AddressInfo;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      guard.close(() => resolve());
      guard.closeAllConnections();
    });
  return { env: { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: `http://127.0.0.1:${port}` }, stop };
}

interface Context {
  readonly cache: RemoteCache;
  readonly sayOnce: (problem: string) => void;
  readonly timeoutMs: number;
}

interface Answer {
  readonly status: number;
  readonly body?: Uint8Array;
}

async function answer(request: IncomingMessage, context: Context): Promise<Answer> {
  const refused = request.method === 'PUT' ? 403 : 404;
  try {
    const { status, body } = await forward(request, context);
    if (request.method === 'PUT')
      return { status: status === 200 || status === 202 || status === 409 ? 200 : troubled(status, refused, context) };
    if (status !== 200) return { status: status === 404 ? 404 : troubled(status, refused, context) };
    const fault = artefactFault(body);
    if (fault === undefined) return { status, body };
    context.sayOnce(`an artefact was left out: ${fault}`);
  } catch {
    context.sayOnce('its server did not answer');
  }
  return { status: refused };
}

function troubled(status: number, instead: number, { sayOnce }: Context): number {
  sayOnce(status === 403 ? 'this token may only read' : `its server answered ${status}`);
  return instead;
}

async function forward(request: IncomingMessage, { cache, timeoutMs }: Context): Promise<Required<Answer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  const response = await fetch(`${cache.server}${request.url ?? ''}`, {
    method: request.method ?? 'GET',
    headers: { authorization: `Bearer ${cache.token}`, 'content-type': 'application/octet-stream' },
    signal: AbortSignal.timeout(timeoutMs),
    ...(request.method === 'PUT' ? { body: Buffer.concat(chunks) } : {}),
  });
  return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) };
}

function send(response: ServerResponse, status: number, body: Uint8Array | undefined): void {
  response.writeHead(status, { 'content-type': 'application/octet-stream' }).end(body);
}
