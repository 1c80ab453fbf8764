import type { Route } from '@ringside/api';
import type { FastifyInstance } from 'fastify';

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'] as const;

/** A known path with a method that it does not have: 405, `allow` with those it has, empty body. */
export function answerWrongMethods(app: FastifyInstance, table: readonly Route[]): void {
  const known = new Map<string, Set<string>>();
  for (const { method, path, aliases = [] } of table)
    for (const url of [path, ...aliases]) known.set(url, new Set([...(known.get(url) ?? []), method]));
  for (const [url, allowed] of known) {
    const allow = [...allowed].toSorted().join(', ');
    app.route({
      method: METHODS.filter((method) => !allowed.has(method)),
      url,
      handler: async (_, reply) => reply.code(405).header('allow', allow).send(),
    });
  }
}

/** An unknown path: 404 as a page, which is what Apache's sidecar answers there. */
export function answerUnknownPaths(app: FastifyInstance): void {
  app.setNotFoundHandler(async (_, reply) =>
    reply.code(404).type('text/html; charset=utf-8').send('<html><body><h1>Resource not found</h1></body></html>'),
  );
}
