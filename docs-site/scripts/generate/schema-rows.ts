/** The part of JSON Schema that the HTTP contract uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly $ref?: string;
}

/** One line of a field table. */
export interface SchemaRow {
  /** The path of the field: `ranges[].start`, `members{}.dc`. */
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** Looks a `$ref` up. */
export type Resolve = (reference: string) => JsonSchema;

const MAX_DEPTH = 8;

/** What a field holds, in a few words: `"Up" | "Down"`, `integer`, `array of string`. */
export function typeText(schema: JsonSchema, resolve: Resolve): string {
  if (schema.$ref !== undefined) return typeText(resolve(schema.$ref), resolve);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map((option) => typeText(option, resolve)))].join(' | ');
  if (schema.items !== undefined) return `array of ${typeText(schema.items, resolve)}`;
  if (valueSchema(schema) !== undefined) return `map of ${typeText(valueSchema(schema)!, resolve)}`;
  return [schema.type ?? 'any'].flat().join(' | ');
}

function valueSchema(schema: JsonSchema): JsonSchema | undefined {
  const pattern = Object.values(schema.patternProperties ?? {})[0];
  return pattern ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
}

/** Every field of a body as one table row, nested fields by their path. */
export function schemaRows(schema: JsonSchema, resolve: Resolve, prefix = '', depth = 0): readonly SchemaRow[] {
  if (depth > MAX_DEPTH) return [];
  if (schema.$ref !== undefined) return schemaRows(resolve(schema.$ref), resolve, prefix, depth + 1);
  const below = (inner: JsonSchema, path: string): readonly SchemaRow[] => schemaRows(inner, resolve, path, depth + 1);
  const options = (schema.anyOf ?? []).flatMap((option) => below(option, prefix));
  const items = schema.items === undefined ? [] : below(schema.items, `${prefix}[]`);
  const values = valueSchema(schema);
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const description = field.description ?? (field.$ref === undefined ? '' : (resolve(field.$ref).description ?? ''));
    const own = { path, type: typeText(field, resolve), required: schema.required?.includes(name) ?? false, description };
    return [own].concat(below(field, path));
  });
  return [...fields, ...options, ...items, ...(values === undefined ? [] : below(values, `${prefix}{}`))];
}
