import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The tokens that the fake knows. */
export const TOKENS = { write: 'may-write', read: 'may-read' } as const;

/** A fake of a server that speaks Nx's protocol for self-hosted caches: artefacts by hash, in memory, with a token that writes and one that only reads. */
export interface FakeRemoteCache {
  readonly server: string;
  /** The artefacts, to be looked at or tampered with. */
  readonly artefacts: Map<string, Buffer>;
  /** Every request: its method, and the answer. */
  readonly requests: string[];
  /** Answers everything with this status from now on. */
  failWith(status: number | undefined): void;
  stop(): Promise<void>;
}

/** Starts a fake on loopback. */
export async function startFakeRemoteCache(): Promise<FakeRemoteCache> {
  const artefacts = new Map<string, Buffer>();
  const requests: string[] = [];
  let failure: number | undefined;
  const decide = (method: string, hash: string, token: string, body: Buffer): { status: number; body?: Buffer } => {
    if (failure !== undefined) return { status: failure };
    if (token !== TOKENS.write && token !== TOKENS.read) return { status: 401 };
    if (method === 'GET') return artefacts.has(hash) ? { status: 200, body: artefacts.get(hash) as Buffer } : { status: 404 };
    if (token !== TOKENS.write) return { status: 403 };
    artefacts.set(hash, body);
    return { status: 200 };
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [, hash = ''] = /^\/v1\/cache\/(\d+)$/.exec(request.url ?? '') ?? [];
      const token = (request.headers.authorization ?? '').replace('Bearer ', '');
      const { status, body } = decide(request.method ?? '', hash, token, Buffer.concat(chunks));
      requests.push(`${request.method} ${status}`);
      response.writeHead(status, { 'content-type': 'application/octet-stream' }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    server: `http://127.0.0.1:${port}`,
    artefacts,
    requests,
    failWith: (status) => (failure = status),
    stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}
