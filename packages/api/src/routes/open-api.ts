import { API, APACHE_LOOKS, RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import {
  anything,
  defineRoute,
  describeRoute,
  json,
  mapOf,
  object,
  type OpenApiDocument,
  plainText,
  type Schema,
  text,
} from '@ringside/route-kit';

/** The document's own shape is OpenAPI's to define. */
const openApiDocument = object({
  openapi: text({ pattern: String.raw`^3\.1\.` }),
  info: mapOf(anything()),
  paths: mapOf(anything()),
}) as Schema<OpenApiDocument>;

const EXAMPLE = { openapi: '3.1.0', info: { title: 'Ringside sidecar', version: '0.1.0' }, paths: { '/api/v1/__health': {} } };

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
  example: { answer: EXAMPLE },
});

/** This contract, where Apache’s sidecar has it: `GET /spec/openapi.json`. */
export const specJson = defineRoute({
  ...APACHE_LOOKS,
  id: 'specJson',
  path: '/spec/openapi.json',
  asksCassandra: false,
  answer: json(openApiDocument),
  permission: 'none',
});

export const aboutSpecJson = describeRoute(specJson, {
  summary: 'This contract, where Apache’s sidecar has it',
  doc: 'The same document as at `/api/v1/openapi.json`.',
  example: { answer: EXAMPLE },
});

/** This contract as YAML: `GET /spec/openapi.yaml`. */
export const specYaml = defineRoute({
  ...APACHE_LOOKS,
  id: 'specYaml',
  path: '/spec/openapi.yaml',
  asksCassandra: false,
  answer: plainText('application/yaml; charset=utf-8', text({ minLength: 1 })),
  permission: 'none',
});

export const aboutSpecYaml = describeRoute(specYaml, {
  summary: 'This contract as YAML',
  doc: 'The OpenAPI 3.1 document of every route.',
  example: { answer: 'openapi: 3.1.0\n' },
});
