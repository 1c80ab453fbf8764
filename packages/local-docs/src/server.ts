import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';
import { hostErrors } from '@ringside/host';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};
const WAITING = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="3"><title>Ringside</title>
<p>The documentation is being built. This page looks again every three seconds.</p>\n`;

/** Serves the documentation. */
export interface DocsServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a folder of static files on 127.0.0.1. While the folder has no `index.html`, every page says that the documentation is
 * being built and looks again by itself.
 *
 * @param directory is asked at every request, so that the folder can change
 * @param port 0 takes any free one
 * @throws OpsError `ADDRESS_IN_USE` when the port is taken
 */
export async function serveDocs(directory: () => string, port: number): Promise<DocsServer> {
  const limits = { requestTimeout: CLIENT_TIMEOUT_MS, headersTimeout: CLIENT_TIMEOUT_MS, connectionsCheckingInterval: CHECK_MS };
  const server = createServer(
    limits,
    inTurn((request, response) => answer(resolve(directory()), request, response)),
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.setTimeout(CLIENT_TIMEOUT_MS); // also that of a client that reads nothing of its answer
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

const MOST_CONNECTIONS = 128;
/** Requests that a client may send ahead on one connection. */
const MOST_WAITING = 100;
const CLIENT_TIMEOUT_MS = 30_000;
const CHECK_MS = 1_000;

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Answers the requests of a connection one after the other: no file is opened for one whose turn has not come, so a client that asks for
 * many and reads none holds one file open, and none when it is gone.
 */
function inTurn(handle: Handler): (request: IncomingMessage, response: ServerResponse) => void {
  const lines = new WeakMap<Socket, { waiting: number; last: Promise<void> }>();
  return (request, response) => {
    const { socket } = request;
    const line = lines.get(socket) ?? { waiting: 0, last: Promise.resolve() };
    lines.set(socket, line);
    if (line.waiting >= MOST_WAITING) return void socket.destroy();
    line.waiting += 1;
    line.last = after(line.last, async () => {
      if (!socket.destroyed) await whenOver(socket, response, handle(request, response));
      line.waiting -= 1;
    });
  };
}

async function after(previous: Promise<void>, next: () => Promise<void>): Promise<void> {
  await previous;
  await next();
}

/** Resolves when an answer is complete or its connection gone; never rejects. */
async function whenOver(socket: Socket, response: ServerResponse, handled: Promise<void>): Promise<void> {
  await new Promise<void>((over) => {
    const done = (): void => {
      socket.off('close', done);
      over();
    };
    socket.once('close', done);
    response.once('close', done);
    handled.catch(() => socket.destroy());
  });
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((done, fail) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      fail(
        hostErrors.ADDRESS_IN_USE({
          message: `127.0.0.1:${port} cannot be used for the documentation (${cause.code ?? cause.message})`,
          cause,
        }),
      );
    });
    server.listen(port, '127.0.0.1', done);
  });
}

async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'Only GET and HEAD.\n');
  const file = await findFile(root, request.url ?? '/');
  if (file !== undefined) return sendFile(response, request, 200, file);
  if ((await fileAt(join(root, 'index.html'))) === undefined) return send(response, 503, WAITING, 'text/html; charset=utf-8');
  const missing = await fileAt(join(root, '404.html'));
  return missing === undefined ? send(response, 404, 'Not found.\n') : sendFile(response, request, 404, missing);
}

/** The file of a request's path: the path itself, its index page, or the page of that name; never one outside of the folder. */
async function findFile(root: string, target: string): Promise<string | undefined> {
  let path: string;
  try {
    path = decodeURIComponent(target.split(/[?#]/)[0] ?? '/');
  } catch {
    return undefined;
  }
  const wanted = resolve(root, `.${path}`);
  if (path.includes('\0') || (wanted !== root && !wanted.startsWith(root + sep))) return undefined;
  for (const candidate of [wanted, join(wanted, 'index.html'), `${wanted}.html`]) {
    const file = await fileAt(candidate);
    if (file !== undefined) return file;
  }
  return undefined;
}

async function fileAt(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true ? path : undefined;
}

function sendFile(response: ServerResponse, request: IncomingMessage, status: number, file: string): void {
  response.writeHead(status, {
    'content-type': TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
    'x-content-type-options': 'nosniff',
  });
  if (request.method === 'HEAD') return void response.end();
  const stream = createReadStream(file);
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.destroy());
  if (response.destroyed) stream.destroy();
  stream.pipe(response);
}

function send(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text), 'x-content-type-options': 'nosniff' });
  response.end(text);
}
