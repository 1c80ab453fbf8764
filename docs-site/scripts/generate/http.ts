import { describedRoutes } from '@ringside/api/described-routes';
import { ALL_OTHERS, type DescribedRoute, EVERY_ROUTE, namesIn, type Route, type Statuses, TIME_LIMITS_MS } from '@ringside/route-kit';
import { curlExample, openApiDocument } from '@ringside/route-server/openapi';
import { errorAnchor } from './errors.ts';
import { type FieldMeanings, readFieldMeanings } from './field-meanings.ts';
import { code, fence, page, prose, table } from './markdown.ts';
import { type JsonSchema, type SchemaRow, schemaRows, typeText } from './schema-rows.ts';

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

const meaningsOf = readFieldMeanings();

// The version is that of whoever serves the document; the page does not show it.
const document = openApiDocument({ version: 'reference', routes: describedRoutes }) as unknown as OpenApi;

/** Follows a local `$ref` such as `#/components/schemas/Error`. */
function resolve(reference: string): JsonSchema {
  const found = reference
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
  if (found === undefined) throw new Error(`The OpenAPI document refers to ${reference}, which it does not hold`);
  return found as JsonSchema;
}

function operationOf(id: string): Operation {
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

/** @throws Error for a field that nobody has said the meaning of */
function fieldTable(title: string, schema: JsonSchema, meanings: FieldMeanings): string {
  const rows = schemaRows(schema, resolve).map((row) => [
    code(row.path),
    code(row.type),
    row.required ? '' : 'may be absent',
    prose(meaningOf(row, meanings)),
  ]);
  return rows.length === 0
    ? `**${title}:** ${code(typeText(schema, resolve))}`
    : [`**${title}:**`, table(['field', 'type', 'presence', 'meaning'], rows)].join('\n\n');
}

function meaningOf({ path, description }: SchemaRow, meanings: FieldMeanings): string {
  const meaning = meanings.get(path) ?? description;
  if (meaning === '') throw new Error(`The field ${path} of a route's answer or body has no doc comment that says what it means`);
  return meaning;
}

function bodyTable({ requestBody }: Operation, { id }: Route): readonly string[] {
  const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
  return schema === undefined ? [] : [fieldTable('Body', schema, meaningsOf(id, 'body'))];
}

function answerTable({ responses }: Operation, { id, answer }: Route): readonly string[] {
  const schemas = Object.values(responses[String(answer.statuses[0])]?.content ?? {}).map((content) => content.schema);
  return schemas.length === 0 ? ['**Answer:** empty.'] : schemas.map((schema) => fieldTable('Answer', schema, meaningsOf(id, 'answered')));
}

function example(route: DescribedRoute): readonly string[] {
  const { answer } = route.example;
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer, undefined, 2);
  const answered = answer === undefined ? [] : [fence(typeof answer === 'string' ? 'text' : 'json', text)];
  return [fence('bash', curlExample(route, 'http://127.0.0.1:9043')), ...answered];
}

function statusTable(statuses: Statuses): string {
  return table(
    ['status', 'error', 'when'],
    Object.entries(statuses).map(([status, { when, errors = [] }]) => [code(status), errors.map(errorLink).join(', '), prose(when)]),
  );
}

function errorLink(error: string): string {
  return error === ALL_OTHERS ? 'any other' : `[${code(error)}](../errors/index.md#${errorAnchor(error)})`;
}

function statusesOf({ statuses }: Route): readonly string[] {
  return Object.keys(statuses).length === 0 ? [] : [statusTable(statuses)];
}

function terms({ duration, idempotent, audit, permission }: Route): string {
  const limit = `${TIME_LIMITS_MS[duration] / 1_000} s`;
  const asks = permission === 'none' ? 'No permission is needed' : `Permission ${code(permission)}`;
  const repeat = idempotent ? 'it may be sent again' : 'sent again, it does more than once';
  return `${asks}; up to ${limit}; ${repeat}${audit ? '; for the audit log' : ''}.`;
}

function section(route: DescribedRoute): string {
  const { id, method, path, aliases, summary, doc } = route;
  const operation = operationOf(id);
  return [
    `### ${prose(summary)} {#${id}}`,
    fence('http', `${method} ${path}`),
    prose(doc),
    terms(route),
    ...(aliases.length === 0 ? [] : [`Also at ${aliases.map((alias) => code(alias)).join(', ')}.`]),
    ...parameterTable(operation),
    ...bodyTable(operation, route),
    ...answerTable(operation, route),
    ...statusesOf(route),
    ...example(route),
  ].join('\n\n');
}

const entries: readonly DescribedRoute[] = Object.values(describedRoutes);

function group(origin: Route['origin']): readonly string[] {
  return entries.filter((route) => route.origin === origin).map(section);
}

function routeLink({ id, summary }: DescribedRoute): string {
  return `[${prose(summary)}](#${id})`;
}

function overview(): string {
  return table(
    ['route', 'method', 'path'],
    entries.map((route) => [routeLink(route), route.method, code(route.path)]),
  );
}

/** What a permission can be given for: the narrowest thing that all of its routes name. */
function scopeOf(asking: readonly Route[]): string {
  const named = asking.map(({ path }) => namesIn(path));
  if (named.every((names) => names.includes('table'))) return 'table';
  return named.every((names) => names.includes('keyspace')) ? 'keyspace' : 'cluster';
}

function permissions(): string {
  const names = [...new Set(entries.map(({ permission }) => permission))].toSorted();
  return table(
    ['permission', 'scope', 'routes'],
    names.map((name) => {
      const asking = entries.filter(({ permission }) => permission === name);
      return [name === 'none' ? 'none' : code(name), name === 'none' ? '' : scopeOf(asking), asking.map(routeLink).join(', ')];
    }),
  );
}

/** The HTTP reference: every route of the one table, with its parameters, answer and errors. */
export function httpPage(): string {
  return page(
    {
      title: 'HTTP routes',
      description: 'Every route of a sidecar: parameters, answer and errors, and which of them Apache Cassandra Sidecar has too.',
      source: 'packages/api/src/routes',
    },
    [
      'A running sidecar serves the same contract as an OpenAPI document at [its own route](#openApi). In TypeScript, `createSidecarClient()` of [`@ringside/api`](../api/api.md) has one method for each route, named as the route’s anchor on this page. It waits as long as a sidecar may take for the route, and a moment for the way. Each example is run by a test, against a simulated node.',
      overview(),
      '## Errors of every route',
      'The body of an error is the [error](../errors/index.md) as JSON. A route’s own errors stand with the route.',
      statusTable(EVERY_ROUTE),
      '## Permissions',
      'What a caller must be allowed to do, by the names that Apache Cassandra Sidecar has for it, and ours in the same form. Whoever has the shared token may do everything; [roles](../../operate/sidecar-security.md#who-may-do-what) give others less.',
      permissions(),
      '## Routes of Apache Cassandra Sidecar',
      'Same paths, same JSON: clients of Apache Cassandra Sidecar’s v1 API work unchanged.',
      ...group('apache'),
      '## Routes of Ringside',
      'What that API lacks.',
      ...group('ringside'),
    ],
  );
}
