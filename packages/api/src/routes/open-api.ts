import { anything, defineRoute, describeRoute, json, mapOf, object, type OpenApiDocument, type Schema, text } from '@ringside/route-kit';
import { API, RINGSIDE_LOOKS } from './common.ts';

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
