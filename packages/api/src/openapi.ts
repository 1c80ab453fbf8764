/**
 * The OpenAPI 3.1 document, made from the route table and the schemas.
 *
 * @packageDocumentation
 */
import { type Route, type RouteId, routes } from './routes.ts';
import { answerSchemas, errorAnswer, parameterSchemas, REQUIRED_QUERY } from './schemas/index.ts';
import type { OpenApiDocument } from './types/ringside.ts';

/** What the document says of the sidecar that serves it. */
export interface OpenApiOptions {
  /** Version of the sidecar. */
  readonly version: string;
}

/** Answers that any route may give, besides its own. */
const COMMON: Readonly<Record<number, string>> = {
  400: 'A parameter is not what it must be',
  401: 'Authentication is configured, and the request has none that counts',
  408: 'The request took longer than it may',
  500: 'The sidecar failed',
  503: 'Too many requests at once',
};
const OF_CASSANDRA: Readonly<Record<number, string>> = { 404: 'No instance of that id', 421: 'No Cassandra for that Host header' };

/**
 * The OpenAPI 3.1 document of every route, aliases included (marked as deprecated). Always the same for the same version.
 */
export function openApiDocument(options: OpenApiOptions): OpenApiDocument {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [id, route] of Object.entries(routes) as [RouteId, Route][]) {
    for (const [place, path] of [route.path, ...(route.aliases ?? [])].entries()) {
      const template = path.replaceAll(/:(\w+)/g, '{$1}');
      (paths[template] ??= {})[route.method.toLowerCase()] = operation(id, route, place);
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ringside sidecar',
      version: options.version,
      description: 'Runs beside a Cassandra node. Routes tagged `apache` are those of Apache Cassandra Sidecar v1.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: [
      { name: 'apache', description: 'Same path and JSON as Apache Cassandra Sidecar v1.' },
      { name: 'ringside', description: 'What Apache’s sidecar lacks.' },
    ],
    paths,
    components: { schemas: { Error: errorAnswer } },
  };
}

function operation(id: RouteId, route: Route, place: number): unknown {
  return {
    operationId: place === 0 ? id : `${id}Alias${place}`,
    ...(place > 0 && { deprecated: true }),
    tags: [route.origin],
    summary: route.summary,
    description: route.doc,
    parameters: parameters(route),
    responses: responses(id, route),
  };
}

function parameters(route: Route): unknown[] {
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => parameter(name, 'path', true));
  const query = route.asksCassandra ? [...route.query, 'instanceId'] : route.query;
  return [...inPath, ...query.map((name) => parameter(name, 'query', REQUIRED_QUERY.has(name)))];
}

function parameter(name: string, place: 'path' | 'query', required: boolean): unknown {
  const { description, ...schema } = { description: '', ...parameterSchemas[name] };
  return { name, in: place, required, description, schema };
}

function responses(id: RouteId, route: Route): Record<string, unknown> {
  const schema = answerSchemas[id];
  const [mediaType = ''] = (route.contentType ?? 'application/json').split(';');
  const content = schema && { [mediaType]: { schema } };
  const errors = { ...COMMON, ...(route.asksCassandra && OF_CASSANDRA), ...route.errors };
  const error = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  const health = route.path.endsWith('/__health');
  return {
    200: { description: content === undefined ? 'Done; the body is empty' : 'Done', ...(content && { content }) },
    ...Object.fromEntries(
      Object.entries(errors).map(([status, description]) => [
        status,
        { description, content: health && status === '503' ? content : error },
      ]),
    ),
  };
}
