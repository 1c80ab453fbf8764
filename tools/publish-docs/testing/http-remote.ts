import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A git server over HTTP that asks for a password, on loopback. */
export interface HttpRemote {
  /** Its address without credentials, ending in a slash; the repositories' names follow. */
  readonly url: string;
  /** What was sent as `Authorization`, decoded. */
  readonly seen: readonly string[];
  /** How many `Authorization` headers each request had. */
  readonly headerCounts: readonly number[];
  close(): Promise<void>;
}

/**
 * Serves the bare repositories of a folder through git's own CGI program.
 *
 * @param rights what each `user:password` may do; anybody else is asked for a password
 */
export async function serveHttp(folder: string, rights: Readonly<Record<string, 'write' | 'read'>>): Promise<HttpRemote> {
  const seen: string[] = [];
  const headerCounts: number[] = [];
  const server = createServer((request, response) => {
    const who = Buffer.from((request.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString();
    headerCounts.push(request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization').length);
    if (who !== '') seen.push(who);
    const right = rights[who];
    const writes = (request.url ?? '').includes('git-receive-pack');
    if (right === undefined) return void response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
    if (writes && right === 'read') return void response.writeHead(403).end('no');
    answer(folder, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    seen,
    headerCounts,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://git');
  const child = spawn('git', ['http-backend'], {
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      REMOTE_USER: 'somebody',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'],
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('close', () => send(Buffer.concat(chunks), response));
}

function send(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n');
  const headers = output
    .subarray(0, end)
    .toString()
    .split('\r\n')
    .map((line) => line.split(': ') as [string, string]);
  const status = headers.find(([name]) => name === 'Status')?.[1];
  response.writeHead(
    status === undefined ? 200 : Number.parseInt(status, 10),
    Object.fromEntries(headers.filter(([name]) => name !== 'Status')),
  );
  response.end(output.subarray(end + 4));
}
