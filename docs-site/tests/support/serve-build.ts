import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { fixedFontFile, fixedFonts } from './fixed-fonts.ts';
import { BUILD } from './site.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.woff2': 'font/woff2',
};
const compressed = promisify(gzip);
/** What is not a page is named by its content, so a browser may keep it. */
const KEEP = { 'cache-control': 'max-age=600' };

/** How the pages are served. */
export interface Serving {
  /** Text, the same on every machine: see {@link fixedFonts}. Off by default. */
  readonly hasFixedFonts?: boolean;
  /** Plants a fault in every page. */
  readonly edit?: (html: string) => string;
}

interface Answer {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** A built site that is being served. */
export interface Site extends AsyncDisposable {
  readonly url: string;
  close(): Promise<void>;
}

function fileOf(path: string): string {
  const file = extname(path) === '' ? (path === '/' ? '/index.html' : `${path.replace(/\/$/, '')}.html`) : path;
  return fixedFontFile(path) ?? join(BUILD, normalize(file));
}

function dressed(html: string, { hasFixedFonts = false, edit = (same) => same }: Serving): string {
  return edit(hasFixedFonts ? html.replace('</head>', `${fixedFonts()}</head>`) : html);
}

async function answer(path: string, serving: Serving): Promise<Answer> {
  const file = fileOf(path);
  const raw = await readFile(file);
  const isPage = extname(file) === '.html';
  const body = isPage ? Buffer.from(dressed(raw.toString(), serving)) : raw;
  const type = types[extname(file)] ?? 'application/octet-stream';
  if (type.startsWith('font/')) return { body, headers: { 'content-type': type, ...KEEP } };
  const headers = { 'content-type': type, 'content-encoding': 'gzip', ...(isPage ? {} : KEEP) };
  return { body: await compressed(body), headers };
}

/** Serves the built site on a free loopback port, compressed, as a static host does. */
export async function serveBuild(serving: Serving = {}): Promise<Site> {
  const answers = new Map<string, Promise<Answer>>();
  const find = ({ url }: IncomingMessage): Promise<Answer> => {
    const path = decodeURIComponent(new URL(url ?? '/', 'http://site').pathname);
    const found = answers.get(path) ?? answer(path, serving);
    answers.set(path, found);
    return found;
  };
  const server = createServer((request, response) => {
    find(request).then(
      ({ body, headers }) => response.writeHead(200, headers).end(body),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${port}`, close, [Symbol.asyncDispose]: close };
}
