/**
 * What a server's routes look like to readers: the OpenAPI 3.1 document of a table, and a route's example as a command for a shell. Loads no server.
 *
 * @packageDocumentation
 */
import {
  alternativesOf,
  type Answer,
  type DescribedRoute,
  errorAnswer,
  errorStatuses,
  fill,
  type JsonSchema,
  namesIn,
  type OpenApiDocument,
  type Parameter,
  type Parameters,
} from '@ringside/route-kit';
import { stringify } from 'yaml';

export { curlExample } from './curl.ts';

/** What the document says of the sidecar that serves it. */
export interface OpenApiOptions {
  /** Version of the sidecar. */
  readonly version: string;
  /** What it serves. */
  readonly routes: Readonly<Record<string, DescribedRoute>>;
}

/** Answers without a body. */
const EMPTY: ReadonlySet<string> = new Set(['405']);

/**
 * The OpenAPI 3.1 document of every route, aliases included (marked as deprecated). Always the same for the same version.
 */
export function openApiDocument({ version, routes }: OpenApiOptions): OpenApiDocument {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of Object.values(routes)) {
    for (const [place, path] of [route.path, ...route.aliases].entries()) {
      const template = fill(path, (name) => `{${name}}`);
      (paths[template] ??= {})[route.method.toLowerCase()] = operation(route, place);
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ringside sidecar',
      version,
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

/** The same document as YAML. */
export function openApiYaml(document: OpenApiDocument): string {
  return stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 });
}

function operation(route: DescribedRoute, place: number): unknown {
  const { id, origin, summary, doc, permission, idempotent, audit, duration, body } = route;
  return {
    operationId: place === 0 ? id : `${id}Alias${place}`,
    ...(place > 0 && { deprecated: true }),
    tags: [origin],
    summary,
    description: doc,
    parameters: parameters(route),
    ...(body !== undefined && { requestBody: requestBody(route) }),
    responses: responses(route),
    'x-permission': permission,
    'x-duration': duration,
    'x-idempotent': idempotent,
    'x-audit': audit !== false,
  };
}

function requestBody({ body, example }: DescribedRoute): unknown {
  const schema = body?.schema ?? { type: 'string', format: 'binary' };
  return {
    required: true,
    content: { [body?.mediaType ?? '']: { schema, ...(body?.kind === 'json' && { example: example.body }) } },
  };
}

function parameters(route: DescribedRoute): unknown[] {
  const { example, params, query, headers } = route;
  const given = example.params ?? {};
  const inPlace = (of: Parameters, place: string): unknown[] =>
    Object.entries(of).map(([name, each]) => parameter({ name, place, of: each, example: given[name] }));
  const inPath = inPlace(Object.fromEntries(namesIn(route.path).flatMap((name) => (params[name] ? [[name, params[name]]] : []))), 'path');
  const needing = Object.entries(query).filter(([, { needs }]) => needs !== undefined);
  const together = new Set(needing.flatMap(([name, { needs = '' }]) => [name, needs]));
  const alone = Object.fromEntries(Object.entries(query).filter(([name]) => !together.has(name)));
  const scoped = together.size === 0 ? [] : [scope(query, [...together], Object.fromEntries(needing))];
  return [...inPath, ...scoped, ...inPlace(alone, 'query'), ...inPlace(headers, 'header')];
}

/** Parameters of which one needs another: each is written by itself (`form`, exploded), and what depends on what can be said. */
function scope(query: Parameters, names: readonly string[], needing: Parameters): unknown {
  const schema = {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { ...query[name]?.schema, description: query[name]?.doc }])),
    dependentRequired: Object.fromEntries(Object.entries(needing).map(([name, { needs }]) => [name, [needs]])),
    additionalProperties: false,
  };
  const needed = Object.values(needing).map(({ needs }) => needs);
  const description = `${Object.keys(needing).join(' and ')} only together with ${needed.join(' and ')}.`;
  return { name: 'scope', in: 'query', style: 'form', explode: true, required: false, description, schema };
}

interface PlacedParameter {
  readonly name: string;
  readonly place: string;
  readonly of: Parameter;
  readonly example: unknown;
}

function parameter({ name, place, of, example }: PlacedParameter): unknown {
  const written = example === undefined ? {} : { example: (of as Parameter<unknown>).write(example) };
  return { name, in: place, required: of.required, description: of.doc, schema: of.schema, ...written };
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>;

function responses(route: DescribedRoute): Record<string, unknown> {
  const own = ownResponses(route);
  const error: Content = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  const failed = Object.entries(errorStatuses(route)).map(([status, { when }]) => {
    if (EMPTY.has(status)) return [status, { description: when, headers: ALLOW }] as const;
    const content = own[status]?.content;
    return [status, { description: when, content: content === undefined ? error : eitherOf(content, error) }] as const;
  });
  return { ...own, ...Object.fromEntries(failed) };
}

const ALLOW = { allow: { description: 'Methods of this path.', schema: { type: 'string' } } };

interface OwnResponse {
  readonly description: string;
  readonly content?: Content;
}

/** What a route answers with by itself, by status; several kinds of answer may share one. */
function ownResponses({ answer, example }: DescribedRoute): Record<string, OwnResponse> {
  const found: Record<string, OwnResponse> = {};
  for (const [place, each] of alternativesOf(answer).entries()) {
    const content = contentOf(each, place === 0 ? example.answer : undefined);
    for (const status of each.statuses) {
      const before = found[String(status)]?.content;
      found[String(status)] = {
        description: describeStatus(status, content),
        ...(content !== undefined && { content: { ...before, ...content } }),
      };
    }
  }
  return found;
}

function contentOf({ kind, mediaType, schema }: Answer, example: unknown): Content | undefined {
  if (mediaType === undefined) return undefined;
  const [name = ''] = mediaType.split(';');
  if (kind === 'file') return { [name]: { schema: { type: 'string', format: 'binary' } } };
  return { [name]: { schema: schema ?? {}, ...(example !== undefined && kind !== 'events' && { example }) } };
}

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  200: 'Done',
  202: 'Begun, and goes on',
  206: 'The part of the file that was asked for',
};

function describeStatus(status: number, content: Content | undefined): string {
  if (content === undefined) return 'Done; the body is empty';
  return STATUS_TEXTS[status] ?? 'The same, as far as it is known';
}

/** A status that a route answers with by itself, and an error too: a health route's own `NOT_OK`, and no place left. */
function eitherOf(own: Content, error: Content): Content {
  const schemas = [own, error].flatMap((each) => each['application/json']?.schema ?? []);
  return { 'application/json': { schema: { anyOf: schemas } } };
}
