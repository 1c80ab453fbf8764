import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { errors, formatBytes } from '@ringside/core';
import type { FastifyInstance } from 'fastify';
import { routeServerErrors } from '../errors.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** Nothing from elsewhere, nobody may frame it, and no form of it is sent anywhere: what is typed into one is for its own script. */
const HTML_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What a page is made of is small; anything larger in the folder is there by mistake, and would not fit into memory many times. */
const LARGEST_BYTES = 16 * 2 ** 20;

/**
 * Serves the files of a folder at `/`, `index.html` for `/` itself. The folder is read once, now: exactly the files found are
 * served, so no request can name anything else. A folder that is not there is no error. A file is read when it is first asked for
 * and held from then on, so that a request for it has nothing open: a client that asks and does not read costs nothing but its answer.
 * A file whose name, or that of a folder on the way to it, begins with a dot is never served.
 *
 * @param app the server to add them to; it must not listen yet
 * @param directory the folder whose files are served
 * @param isPublic whether the files need no token: they hold nothing of anybody's own
 * @returns how many files are served
 * @throws OpsError `CONFIG_INVALID` for a file over 16 MiB
 */
export async function serveStaticFiles(app: FastifyInstance, directory: string, isPublic: boolean): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const found = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = found.filter((file) => !isHidden(relative(directory, file)));
  const access = { config: { isPage: isPublic } };
  for (const file of files) {
    await refuseLarge(file);
    const url = `/${relative(directory, file).split(sep).map(encodeURIComponent).join('/')}`;
    const headers = headersOf(url, TYPES[extname(file)] ?? 'application/octet-stream');
    const content = holdOnce(() => readFile(file).catch((error: unknown) => Promise.reject(explained(error))));
    for (const path of url === '/index.html' ? ['/', url] : [url]) {
      app.get(path, access, async (_, reply) => reply.headers(headers).send(await content()));
      app.head(path, access, async (_, reply) => reply.headers({ ...headers, 'content-length': (await content()).length }).send());
    }
  }
  return files.length;
}

/** What an editor, a version control or an operator keeps beside the pages: `.git/config`, `.env`. */
function isHidden(path: string): boolean {
  return path.split(sep).some((name) => name.startsWith('.'));
}

async function refuseLarge(file: string): Promise<void> {
  const { size } = await stat(file);
  if (size <= LARGEST_BYTES) return;
  throw errors.CONFIG_INVALID({
    message: `dashboard.directory: ${file} has ${formatBytes(size)}; no file in it may have more than ${formatBytes(LARGEST_BYTES)}`,
    remedy: 'Name the folder of a built dashboard, or take that file out of it.',
  });
}

function headersOf(url: string, type: string): Readonly<Record<string, string>> {
  // Names that a bundler hashed never change their content; index.html names them.
  const cache = url.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  const headers = { 'content-type': type, 'cache-control': cache };
  return type.startsWith('text/html') ? { ...headers, 'content-security-policy': HTML_POLICY, 'referrer-policy': 'no-referrer' } : headers;
}

/** What a process means that may open no more files. */
const OUT_OF_FILES: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE']);

/** A file that cannot be opened at this moment is there all the same, and can be asked for again. */
function explained(error: unknown): unknown {
  if (!OUT_OF_FILES.has((error as NodeJS.ErrnoException).code)) return error;
  return routeServerErrors.SIDECAR_BUSY({ message: 'The sidecar can open no more files at this moment', cause: error });
}

/** Reads once and keeps the content; a failure is not kept. */
function holdOnce(read: () => Promise<Buffer>): () => Promise<Buffer> {
  let held: Promise<Buffer> | undefined;
  return () => {
    held ??= read().catch((error: unknown) => {
      held = undefined;
      throw error;
    });
    return held;
  };
}
