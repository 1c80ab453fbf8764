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

/** The {@link JsonSchema} of values of type `T`. */
export interface Schema<T> extends JsonSchema {
  /** Never there at run time: keeps schemas of different types apart for the compiler. */
  readonly '~of'?: T;
}

/** The type of the values that a schema accepts. */
export type Of<S> = S extends Schema<infer T> ? T : never;

type Fields = Readonly<Record<string, Schema<unknown>>>;
// oxlint-disable-next-line typescript/no-generated-empty-object-type -- of no field
type NoFields = Record<never, never>;
type Keywords = Readonly<Record<string, unknown>>;
type ObjectOf<Required, Optional> = { readonly [K in keyof Required]: Of<Required[K]> } & {
  readonly [K in keyof Optional]?: Exclude<Of<Optional[K]>, undefined>;
};
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

/* @__NO_SIDE_EFFECTS__ */
/** An object; fields that a later version may add pass. */
export function object<const R extends Fields, const O extends Fields = NoFields>(required: R, optional?: O): Schema<Flat<ObjectOf<R, O>>> {
  return { type: 'object', properties: { ...required, ...optional }, required: Object.keys(required) };
}

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** A field that may be absent is no reason for two types not to fit each other; one that must be there is. */
type DeepRequired<T> = T extends object ? { [K in keyof T]-?: DeepRequired<T[K]> } : T;
type Exactly<T, S> = [Same<DeepReadonly<Of<S>>, DeepReadonly<T>>, Same<DeepRequired<Of<S>>, DeepRequired<T>>] extends [true, true]
  ? S
  : never;

/** A type where a value is wanted; see {@link shape}. */
export interface Shape<T> {
  /** Never there at run time. */
  readonly '~shape'?: T;
}

/* @__NO_SIDE_EFFECTS__ */
/** Names a type for {@link schemaFor}, so that the type of the schema can still be inferred. */
export function shape<T>(): Shape<T> {
  return {};
}

/* @__NO_SIDE_EFFECTS__ */
/**
 * Ties a schema to a type that is written out: does not compile unless the schema accepts exactly the values of that type. Types are
 * written by hand, so that their fields have doc comments.
 *
 * @example
 * ```ts
 * interface Said { readonly words: string }
 * const said: Schema<Said> = schemaFor(shape<Said>(), object({ words: text() }));
 * ```
 */
export function schemaFor<T, S extends Schema<unknown>>(_of: Shape<T>, schema: Exactly<T, S>): Schema<T> {
  return schema as Schema<T>;
}
