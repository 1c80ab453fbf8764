import type { Static, TSchema } from 'typebox';

/** A JSON schema (2020-12) of values of type `T`, made with TypeBox. */
export interface SchemaFor<T> extends TSchema {
  /** Never there at run time: keeps schemas of different types apart for the compiler. */
  readonly '~describes'?: T;
}

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** `S`, if what it accepts and `T` are the same type; else `never`, so that the argument does not compile. */
type Exactly<T, S extends TSchema> = [DeepReadonly<Static<S>>] extends [T] ? ([T] extends [DeepReadonly<Static<S>>] ? S : never) : never;

/**
 * Ties a schema to a hand-written type: does not compile unless the schema accepts exactly the values of that type. Types are
 * written by hand, so that they have doc comments, and so that a client needs no TypeBox to know them.
 */
export function schemaFor<T>(): <S extends TSchema>(schema: Exactly<T, S>) => SchemaFor<T> {
  return (schema) => schema;
}
