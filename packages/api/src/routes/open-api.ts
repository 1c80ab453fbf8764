import { json } from '../route/answer.ts';
import { describeRoute } from '../route/description.ts';
import { defineRoute } from '../route/route.ts';
import { anything, mapOf, object, type Schema, text } from '../route/schema.ts';
import { API, RINGSIDE_LOOKS } from './common.ts';

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  /** Version of the specification, `3.1.0`. */
  readonly openapi: string;
  /** Title, version and licence of the sidecar. */
  readonly info: Readonly<Record<string, unknown>>;
  /** Template of a path, such as `/api/v1/cassandra/snapshots/{tag}` → method in lower case → operation. */
  readonly paths: Readonly<Record<string, unknown>>;
  /** What else OpenAPI allows at the top, such as `tags` and `components`. */
  readonly [member: string]: unknown;
}

/** The document's own shape is OpenAPI's to define. */
const openApiDocument = object({
  openapi: text({ pattern: String.raw`^3\.1\.` }),
  info: mapOf(anything()),
  paths: mapOf(anything()),
}) as Schema<OpenApiDocument>;

/** This contract: `GET /api/v1/openapi.json`. */
export const openApi = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'openApi',
  path: `${API}/openapi.json`,
  asksCassandra: false,
  answer: json(openApiDocument),
  permission: 'none',
});

export const aboutOpenApi = describeRoute(openApi, {
  summary: 'This contract',
  doc: 'The OpenAPI 3.1 document of every route.',
  example: { answer: { openapi: '3.1.0', info: { title: 'Ringside sidecar', version: '0.1.0' }, paths: { '/api/v1/__health': {} } } },
});
