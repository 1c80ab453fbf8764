/** A JSON schema (2020-12) as plain data: whoever has a route has its schemas, without a schema library. */
export interface JsonSchema {
  /** A sentence for readers of the OpenAPI document; it goes over the wire there. */
  readonly description?: string;
  /** Schemas of an object’s fields, by name; absent unless `type` is `object`. */
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  /** Names of the fields that an object must have. Others may be absent. */
  readonly required?: readonly string[];
  /** Any other keyword of JSON Schema, such as `type`, `enum` or `pattern`. */
  readonly [keyword: string]: unknown;
}

/**
 * The {@link JsonSchema} of exactly the values of type `T`: a schema of a wider or narrower type does not fit where this is wanted, nor does one
 * that lacks a field which may be absent. So a type that is written out, with doc comments on its fields, and its schema cannot differ.
 *
 * @example
 * ```ts
 * interface Said { readonly words: string }
 * const said: Schema<Said> = object({ words: text() });
 * ```
 */
export interface Schema<T> extends JsonSchema {
  /** Never there at run time: a function, because its type fits no other in either direction. */
  readonly '~of'?: (value: T, complete: Complete<T>) => [T, Complete<T>];
}

/** A value with every field that may be absent. */
type Complete<T> = T extends object ? { [K in keyof T]-?: Complete<T[K]> } : T;

/** The type of the values that a schema accepts. */
export type Of<S> = S extends Schema<infer T> ? T : never;

type Fields = Readonly<Record<string, JsonSchema>>;
type Keywords = Readonly<Record<string, unknown>>;
type ObjectOf<Required> = { readonly [K in keyof Required]: Of<Required[K]> };
type Partly<Optional> = { readonly [K in keyof Optional]?: Exclude<Of<Optional[K]>, undefined> };
type Flat<T> = { readonly [K in keyof T]: T[K] };

/* @__NO_SIDE_EFFECTS__ */
/** A text; `keywords` narrow it, such as `pattern`. */
export function text(keywords: Keywords = {}): Schema<string> {
  return { type: 'string', ...keywords };
}

/* @__NO_SIDE_EFFECTS__ */
/** A whole number. */
export function integer(keywords: Keywords = {}): Schema<number> {
  return { type: 'integer', ...keywords };
}

/* @__NO_SIDE_EFFECTS__ */
/** A number. */
export function number(keywords: Keywords = {}): Schema<number> {
  return { type: 'number', ...keywords };
}

/* @__NO_SIDE_EFFECTS__ */
/** True or false. */
export function flag(): Schema<boolean> {
  return { type: 'boolean' };
}

/* @__NO_SIDE_EFFECTS__ */
/** One of some texts. */
export function oneOf<const T extends string>(...values: readonly T[]): Schema<T> {
  return { type: 'string', enum: values };
}

/* @__NO_SIDE_EFFECTS__ */
/** What the schema accepts, or null. */
export function orNull<T>(schema: Schema<T>): Schema<T | null> {
  return { anyOf: [schema, { type: 'null' }] };
}

/* @__NO_SIDE_EFFECTS__ */
/** A list. */
export function listOf<T>(items: Schema<T>): Schema<readonly T[]> {
  return { type: 'array', items };
}

/* @__NO_SIDE_EFFECTS__ */
/** An object whose keys are names that nobody knows beforehand. */
export function mapOf<T>(values: Schema<T>): Schema<Readonly<Record<string, T>>> {
  return { type: 'object', additionalProperties: values };
}

/* @__NO_SIDE_EFFECTS__ */
/** Any JSON. */
export function anything(): Schema<unknown> {
  return {};
}

/** An object; fields that a later version may add pass. */
export function object<const R extends Fields>(required: R): Schema<ObjectOf<R>>;
/** An object of which some fields may be absent. */
export function object<const R extends Fields, const O extends Fields>(required: R, optional: O): Schema<Flat<ObjectOf<R> & Partly<O>>>;
/* @__NO_SIDE_EFFECTS__ */
export function object(required: Fields, optional: Fields = {}): JsonSchema {
  return { type: 'object', properties: { ...required, ...optional }, required: Object.keys(required) };
}
