/**
 * The OpenAPI 3.1 document, made from the route table and the schemas.
 *
 * @packageDocumentation
 */
import { type Route, type RouteId, routes } from './routes.ts';
import {
  answerSchemas,
  errorAnswer,
  DEPENDENT_QUERY,
  DOCUMENTED_VALUES,
  FORBIDDEN_KEYSPACES,
  parameterSchema,
  parameterSchemas,
  REQUIRED_QUERY,
} from './schemas/index.ts';
import type { OpenApiDocument } from './types/ringside.ts';

/** What the document says of the sidecar that serves it. */
export interface OpenApiOptions {
  /** Version of the sidecar. */
  readonly version: string;
}

/** Answers that any route may give, besides its own. */
const COMMON: Readonly<Record<number, string>> = {
  400: 'A parameter is not what it must be, or is none of this route; or the request is malformed',
  401: 'Authentication is configured, and the request has none that counts',
  405: 'This path has no such method; `allow` tells which it has',
  408: 'The request took longer than it may, to arrive or to be answered',
  413: 'The body is too large; no route needs one',
  421: 'The Host header names nothing that this sidecar is configured for',
  431: 'The headers are too large',
  500: 'The sidecar failed',
  503: 'Too many requests at once',
};
/** Of routes that change something. */
const OF_CHANGES: Readonly<Record<number, string>> = { 403: 'A web page of another origin asked' };
/** Of routes that are about a keyspace by its path, which are Apache's. */
const OF_KEYSPACE: Readonly<Record<number, string>> = { 403: 'A keyspace of Cassandra itself; or a web page of another origin asked' };
const OF_CASSANDRA: Readonly<Record<number, string>> = {
  404: 'No instance of that id',
  409: 'The node refuses, in the state that it is in',
  502: 'Cassandra does not let the sidecar in, or answers what cannot be used',
  504: 'The node did not finish in time',
};
/** Answers without a body. */
const EMPTY: ReadonlySet<string> = new Set(['405']);

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
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => parameter(route, name, 'path', true));
  const query = route.asksCassandra ? [...route.query, 'instanceId'] : route.query;
  const needing = query.filter((name) => DEPENDENT_QUERY[name] !== undefined);
  const together = new Set(needing.flatMap((name) => [name, ...(DEPENDENT_QUERY[name] ?? [])]));
  const alone = query.filter((name) => !together.has(name)).map((name) => parameter(route, name, 'query', REQUIRED_QUERY.has(name)));
  return [...inPath, ...(together.size === 0 ? [] : [scope([...together], needing)]), ...alone];
}

/** Parameters of which one needs another: each is written by itself (`form`, exploded), and what depends on what can be said. */
function scope(names: readonly string[], needing: readonly string[]): unknown {
  const schema = {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { ...parameterSchemas[name] }])),
    dependentRequired: Object.fromEntries(needing.map((name) => [name, DEPENDENT_QUERY[name]])),
    additionalProperties: false,
  };
  const description = `${needing.join(' and ')} only together with ${needing.flatMap((name) => DEPENDENT_QUERY[name]).join(' and ')}.`;
  return { name: 'scope', in: 'query', style: 'form', explode: true, required: false, description, schema };
}

function parameter(route: Route, name: string, place: 'path' | 'query', required: boolean): unknown {
  const { description, ...schema } = { description: '', ...parameterSchema(route, name) };
  const values = DOCUMENTED_VALUES[name];
  const documented = values === undefined ? schema : { type: 'string', enum: values };
  const forbidden = route.origin === 'apache' && name === 'keyspace' && place === 'path' ? { not: { enum: FORBIDDEN_KEYSPACES } } : {};
  return { name, in: place, required, description, schema: { ...documented, ...forbidden } };
}

function responses(id: RouteId, route: Route): Record<string, unknown> {
  const schema = answerSchemas[id];
  const [mediaType = ''] = (route.contentType ?? 'application/json').split(';');
  const content: Content | undefined = schema && { [mediaType]: { schema } };
  const errors = { ...COMMON, ...commonOf(route), ...route.errors };
  const error = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  const health = route.path.endsWith('/__health');
  const ok = content === undefined ? { description: 'Done; the body is empty' } : { description: 'Done', content };
  const failed = Object.entries(errors).map(([status, description]) => {
    if (EMPTY.has(status)) return [status, { description, headers: ALLOW }] as const;
    return [status, { description, content: health && status === '503' ? healthOrError(content, error) : error }] as const;
  });
  return { 200: ok, ...Object.fromEntries(failed) };
}

const ALLOW = { allow: { description: 'Methods of this path.', schema: { type: 'string' } } };

function commonOf({ method, path, asksCassandra }: Route): Readonly<Record<number, string>> {
  const origins = path.includes('/keyspaces/') ? OF_KEYSPACE : method === 'GET' ? {} : OF_CHANGES;
  return { ...origins, ...(asksCassandra && OF_CASSANDRA) };
}

/** A health route says in its own shape that Cassandra does not answer, and in that of errors that the sidecar has no place. */
function healthOrError(own: Content | undefined, error: Content): Content {
  const schemas = [own, error].map((each) => each?.['application/json']?.schema);
  return { 'application/json': { schema: { anyOf: schemas.filter((schema) => schema !== undefined) } } };
}

type Content = Readonly<Record<string, { readonly schema: unknown }>>;
