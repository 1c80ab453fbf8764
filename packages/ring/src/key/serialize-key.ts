import { nearest, type OpsError } from '@ringside/core';
import { ringErrors } from '../errors.ts';
import { parseLiteral } from './cql-literal.ts';
import { encodeValue } from './encode-value.ts';
import { type KeyType, parseKeyType, type UserType } from './key-type.ts';
import { nativeTypes } from './native-types.ts';

/** CQL's own types that can be of a key; collections, tuples, vectors and user-defined types are made of them. */
export const KEY_TYPES: readonly string[] = Object.keys(nativeTypes);

/**
 * The bytes that Cassandra stores for a key column's value. Takes what the server takes as a literal of that type and refuses what it refuses,
 * except where that depends on the server's surroundings: the names of hosts and time zones, and a timestamp without a zone.
 *
 * @param type a CQL type, as in `CREATE TABLE` and `system_schema`, in any case: one of {@link KEY_TYPES}, or `frozen<map<text, int>>` and the like
 * @param text the value as in CQL. One of CQL's own types stands without quotes: `hello`, `42`, `0xcafe`, `2026-11-23`. Anything made of several is
 *   written in full: `{'a': 1}`, `[1, 2]`, `(1, 'a')`, `{street: 'High St'}`. Of a custom class only the bytes can be given: `0x…`
 * @param userTypes the user-defined types of the keyspace
 * @throws {OpsError} INVALID_KEY when the type is not known, or the text is not a value of it
 * @example
 * ```ts
 * serializeKey('int', '42'); // Uint8Array [0, 0, 0, 42]
 * serializeKey('frozen<set<int>>', '{3, 1}'); // the bytes of {1, 3}
 * ```
 */
export function serializeKey(type: string, text: string, userTypes: readonly UserType[] = []): Uint8Array {
  const parsed = parseKeyType(type, userTypes);
  checkKnown(parsed, type);
  if (parsed.kind === 'native') return serializeNative(parsed.name, text);
  const literal = parseLiteral(text);
  const value = literal === undefined ? undefined : encodeValue(parsed, literal);
  if (value !== undefined) return value.bytes;
  throw refused(text, type.trim(), REMEDIES[parsed.kind]);
}

const REMEDIES: Readonly<Record<Exclude<KeyType['kind'], 'native'>, string>> = {
  list: "Write it as in CQL, text in quotes: [1, 2] or ['a', 'b'].",
  set: "Write it as in CQL, text in quotes: {1, 2} or {'a', 'b'}.",
  map: "Write it as in CQL, text in quotes: {'a': 1, 'b': 2}.",
  tuple: "Write it as in CQL, text in quotes: (1, 'a').",
  vector: 'Write it as in CQL, with as many elements as the type has: [0.5, 1].',
  udt: "Write it as in CQL, text in quotes: {street: 'High St', number: 5}.",
  custom: 'Only the server knows how this class reads text: write the bytes, as 0x….',
};

function serializeNative(name: string, text: string): Uint8Array {
  const native = nativeTypes[name];
  // Blanks around what stands without quotes mean nothing in CQL; within quotes they are part of it.
  const bytes = native?.encode(native.literal === 'bare' ? text.trim() : text);
  if (bytes !== undefined) return bytes;
  const remedy =
    name === 'timestamp' ? 'Write it with its zone: 2026-11-23T10:00:00Z, or as milliseconds since 1970.' : `Write a CQL ${name}.`;
  throw refused(text, name, remedy);
}

function refused(text: string, type: string, remedy: string): OpsError {
  return ringErrors.INVALID_KEY({ message: `${shown(text)} is not a valid ${type}`, remedy });
}

/** Every type in it, however deep, must be one that a key can have. */
function checkKnown(type: KeyType, text: string): void {
  for (const inner of innerTypes(type)) checkKnown(inner, text);
  if (type.kind !== 'native' || Object.hasOwn(nativeTypes, type.name)) return;
  const near = nearest(type.name, KEY_TYPES);
  const remedy = `${near === undefined ? '' : `Did you mean ${near}? `}Key types are ${KEY_TYPES.join(', ')}, and what is made of them.`;
  throw ringErrors.INVALID_KEY({ message: `${shown(text)} is not a key type`, remedy });
}

function innerTypes(type: KeyType): readonly KeyType[] {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'vector':
      return [type.element];
    case 'map':
      return [type.key, type.value];
    case 'tuple':
      return type.elements;
    case 'udt':
      return type.fields.map((field) => field.type);
    case 'native':
    case 'custom':
      return [];
  }
}

/** At most 60 characters of it, so that a large blob does not fill the message. */
function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text);
}
