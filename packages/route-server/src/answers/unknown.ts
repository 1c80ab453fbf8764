import { patternOf, type Route } from '@ringside/route-kit';
import type { FastifyInstance } from 'fastify';

/**
 * What no route answers. A known path with another method, of whatever name: 405, `allow` with those it has, empty body. An unknown
 * path: 404 as a page. Both are what Apache's sidecar answers there.
 */
export function answerUnknown(app: FastifyInstance, table: readonly Route[]): void {
  const known = allowedMethods(table);
  app.setNotFoundHandler(async ({ raw }, reply) => {
    const [path = ''] = (raw.url ?? '').replace(/^https?:\/\/[^/?]*/i, '').split('?');
    const allow = known.find(({ pattern }) => pattern.test(path))?.allow;
    if (allow !== undefined) return reply.code(405).header('allow', allow).send();
    return reply.code(404).type('text/html; charset=utf-8').send('<html><body><h1>Resource not found</h1></body></html>');
  });
}

function allowedMethods(table: readonly Route[]): readonly { pattern: RegExp; allow: string }[] {
  const methods = new Map<string, Set<string>>();
  for (const { method, path, aliases } of table)
    for (const url of [path, ...aliases]) methods.set(url, new Set([...(methods.get(url) ?? []), method]));
  return Array.from(methods, ([url, allowed]) => ({
    pattern: patternOf(url),
    allow: [...allowed].toSorted().join(', '),
  }));
}
