/** The bytes of a value, and those of its parts where it has some: elements, fields, or keys and values in turn. */
export interface EncodedValue {
  readonly bytes: Uint8Array;
  /** `undefined` for a null in a tuple or a user-defined type. */
  readonly parts: readonly (EncodedValue | undefined)[];
}
