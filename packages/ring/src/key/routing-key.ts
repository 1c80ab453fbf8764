import { ringErrors } from '../errors.ts';

/** The longest partition key that Cassandra takes, and the longest component of one: what two bytes can count. */
export const MAX_KEY_BYTES = 65_535;

/**
 * The bytes whose token places a row: a single key column's value as it is; several as `CompositeType` writes them, each with its
 * length in two bytes before it and a zero byte after it.
 *
 * @param components the serialized values of the partition key's columns, in their order; see {@link serializeKey}
 * @throws {OpsError} INVALID_KEY when there is none, the only one is empty, or one or the whole key is longer than 65,535 bytes: the server refuses
 *   such keys too
 */
export function encodeRoutingKey(components: readonly Uint8Array[]): Uint8Array {
  const [first] = components;
  if (first === undefined)
    throw ringErrors.INVALID_KEY({
      message: 'A partition key needs at least one component',
      remedy: 'Give a value for each column of the key.',
    });
  for (const [at, { length }] of components.entries()) {
    if (length > MAX_KEY_BYTES) {
      throw ringErrors.INVALID_KEY({
        message: `Key component ${at + 1} is ${length} bytes long; ${MAX_KEY_BYTES} is the most`,
        remedy: SHORTER,
      });
    }
  }
  if (components.length === 1 && first.length === 0)
    throw ringErrors.INVALID_KEY({
      message: 'A partition key of one column cannot be empty',
      remedy: 'Give it a value that is not empty.',
    });
  const key = components.length === 1 ? first : composite(components);
  if (key.length <= MAX_KEY_BYTES) return key;
  throw ringErrors.INVALID_KEY({
    message: `The partition key is ${key.length} bytes long in all; ${MAX_KEY_BYTES} is the most`,
    remedy: SHORTER,
  });
}

const SHORTER = 'Use a shorter key: Cassandra counts its bytes in 16 bits.';

function composite(components: readonly Uint8Array[]): Uint8Array {
  const encoded = new Uint8Array(components.reduce((size, { length }) => size + length + 3, 0));
  let at = 0;
  for (const component of components) {
    encoded[at] = component.length >>> 8;
    encoded[at + 1] = component.length & 0xff;
    encoded.set(component, at + 2);
    at += component.length + 3;
  }
  return encoded;
}
