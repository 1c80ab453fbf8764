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
    const allowed = known.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods);
    if (allowed.length > 0)
      return reply
        .code(405)
        .header('allow', [...new Set(allowed)].toSorted().join(', '))
        .send();
    return reply.code(404).type('text/html; charset=utf-8').send('<html><body><h1>Resource not found</h1></body></html>');
  });
}

/** One path can be that of several templates, as `operations/drain` and `operations/:operationId`. */
function allowedMethods(table: readonly Route[]): readonly { pattern: RegExp; methods: readonly string[] }[] {
  const methods = new Map<string, string[]>();
  for (const { method, path, aliases } of table)
    for (const url of [path, ...aliases]) methods.set(url, [...(methods.get(url) ?? []), method]);
  return Array.from(methods, ([url, allowed]) => ({ pattern: patternOf(url), methods: allowed }));
}
