import { type Route, type RouteId, routes } from '@ringside/api';
import { openApiDocument } from '@ringside/api/openapi';
import { code, fence, page, prose, table } from './markdown.ts';
import { type JsonSchema, schemaRows, typeText } from './schema-rows.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>> }>
  >;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

// The version is that of whoever serves the document; the page does not show it.
const document = openApiDocument({ version: 'reference' }) as unknown as OpenApi;

/** Follows a local `$ref` such as `#/components/schemas/Error`. */
function resolve(reference: string): JsonSchema {
  const found = reference
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
  if (found === undefined) throw new Error(`The OpenAPI document refers to ${reference}, which it does not hold`);
  return found as JsonSchema;
}

function operationOf(id: RouteId): Operation {
  const found = Object.values(document.paths)
    .flatMap((path) => Object.values(path))
    .find((operation) => operation.operationId === id);
  if (found === undefined) throw new Error(`The OpenAPI document lacks the route ${id}`);
  return found;
}

/** Parameters that the document groups, because one needs another, are written one by one. */
function ungrouped(parameter: Parameter): readonly Parameter[] {
  const { properties } = parameter.schema;
  if (properties === undefined) return [parameter];
  const note = parameter.description ?? '';
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: parameter.in,
    schema,
    description: `${schema.description ?? ''} ${note.startsWith(name) ? note : ''}`.trim(),
  }));
}

function parameterTable({ parameters = [] }: Operation): readonly string[] {
  if (parameters.length === 0) return [];
  const rows = parameters
    .flatMap(ungrouped)
    .map((parameter) => [
      code(parameter.name),
      parameter.in,
      code(typeText(parameter.schema, resolve)),
      parameter.required === true ? 'yes' : 'no',
      prose(parameter.description ?? parameter.schema.description ?? ''),
    ]);
  return [table(['parameter', 'in', 'type', 'required', 'meaning'], rows)];
}

function answerTable({ responses }: Operation): readonly string[] {
  const schema = Object.values(responses['200']?.content ?? {})[0]?.schema;
  if (schema === undefined) return ['**Answer:** empty.'];
  const rows = schemaRows(schema, resolve).map((row) => [
    code(row.path),
    code(row.type),
    row.required ? '' : 'may be absent',
    prose(row.description),
  ]);
  return rows.length === 0
    ? [`**Answer:** ${code(typeText(schema, resolve))}`]
    : ['**Answer:**', table(['field', 'type', 'presence', 'meaning'], rows)];
}

function statusTable(statuses: readonly (readonly [string, string])[]): string {
  return table(
    ['status', 'when'],
    statuses.map(([status, when]) => [code(status), prose(when)]),
  );
}

function errorTableOf(route: Route): readonly string[] {
  const statuses = Object.entries(route.errors);
  return statuses.length === 0 ? [] : [statusTable(statuses)];
}

/** The errors that every route lists, in the same words. */
function commonErrors(): string {
  const [first, ...others] = Object.values(document.paths).flatMap((path) => Object.values(path));
  const statuses = Object.entries(first?.responses ?? {}).filter(
    ([status, { description }]) => status !== '200' && others.every(({ responses }) => responses[status]?.description === description),
  );
  return statusTable(statuses.map(([status, { description }]) => [status, description]));
}

function section([id, route]: [RouteId, Route]): string {
  const operation = operationOf(id);
  const aliases = route.aliases === undefined ? [] : [`Also at ${route.aliases.map((alias) => code(alias)).join(', ')}.`];
  return [
    `### ${prose(route.summary)} {#${id}}`,
    fence('http', `${route.method} ${route.path}`),
    prose(route.doc),
    ...aliases,
    ...parameterTable(operation),
    ...answerTable(operation),
    ...errorTableOf(route),
  ].join('\n\n');
}

function group(origin: Route['origin']): readonly string[] {
  return entries.filter(([, route]) => route.origin === origin).map(section);
}

const entries = Object.entries(routes) as [RouteId, Route][];

function overview(): string {
  return table(
    ['route', 'method', 'path'],
    entries.map(([id, route]) => [`[${prose(route.summary)}](#${id})`, route.method, code(route.path)]),
  );
}

/** The HTTP reference: every route of the one table, with its parameters, answer and errors. */
export function httpPage(): string {
  return page(
    {
      title: 'HTTP routes',
      description: 'Every route of a sidecar: parameters, answer and errors, and which of them Apache Cassandra Sidecar has too.',
      source: 'packages/api/src/routes.ts',
    },
    [
      'A running sidecar serves the same contract as an OpenAPI document at [its own route](#openApi). In TypeScript, `createSidecarClient()` of [`@ringside/api`](../api/api.md) has one method for each route, named as the route’s anchor on this page.',
      overview(),
      '## Errors of every route',
      'The body of an error is the [error](../errors/index.md) as JSON. A route’s own errors stand with the route.',
      commonErrors(),
      '## Routes of Apache Cassandra Sidecar',
      'Same paths, same JSON: clients of Apache Cassandra Sidecar’s v1 API work unchanged.',
      ...group('apache'),
      '## Routes of Ringside',
      'What that API lacks.',
      ...group('ringside'),
    ],
  );
}
