/** The type of a column, as far as formatting and JSON need it. */
export type CqlType =
  | { readonly kind: 'plain'; readonly name: string }
  | { readonly kind: 'list' | 'set'; readonly element: CqlType }
  | { readonly kind: 'vector'; readonly element: CqlType; readonly dimension: number }
  | { readonly kind: 'map'; readonly key: CqlType; readonly value: CqlType }
  | { readonly kind: 'tuple'; readonly elements: readonly CqlType[] }
  | { readonly kind: 'udt'; readonly fields: readonly (readonly [string, CqlType])[] };

/** One column of an answer. */
export interface CqlColumn {
  /** Its name, case kept. */
  readonly name: string;
  /** Its type. */
  readonly type: CqlType;
}
