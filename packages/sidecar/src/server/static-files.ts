import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyInstance } from 'fastify';

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

/** Nothing from elsewhere, and nobody may frame it. */
const HTML_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/**
 * Serves the files of a folder at `/`, `index.html` for `/` itself. The folder is read once, now: exactly the files found are
 * served, so no request can name anything else. A folder that is not there is no error.
 *
 * @returns how many files are served
 */
export async function serveStaticFiles(app: FastifyInstance, directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files) {
    const url = `/${relative(directory, file).split(sep).map(encodeURIComponent).join('/')}`;
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    // Names that a bundler hashed never change their content; index.html names them.
    const cache = url.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    for (const path of url === '/index.html' ? ['/', url] : [url])
      app.get(path, async (_, reply) => {
        const { size } = await stat(file);
        void reply.headers({ 'content-type': type, 'content-length': size, 'cache-control': cache, 'x-content-type-options': 'nosniff' });
        if (type.startsWith('text/html')) void reply.header('content-security-policy', HTML_POLICY);
        return reply.send(createReadStream(file));
      });
  }
  return files.length;
}
