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
