import { nearest, OpsError } from '@ringside/core';
import { encodeInet } from './inet.ts';
import { encodeDecimal, encodeFloating, encodeVarint, encodeWhole } from './numbers.ts';
import { encodeDate, encodeTime, encodeTimestamp } from './temporal.ts';

type Encoder = (text: string) => Uint8Array | undefined;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const encoders: Readonly<Record<string, Encoder>> = {
  ascii: (text) => (Array.from(text).every((letter) => letter.charCodeAt(0) < 0x80) ? utf8(text) : undefined),
  bigint: (text) => encodeWhole(text, 8),
  blob: (text) => (/^0x(?:[0-9a-f]{2})*$/i.test(text) ? hex(text.slice(2)) : undefined),
  boolean: (text) => (/^(?:true|false)$/i.test(text) ? Uint8Array.of(text.toLowerCase() === 'true' ? 1 : 0) : undefined),
  date: encodeDate,
  decimal: encodeDecimal,
  double: (text) => encodeFloating(text, 8),
  float: (text) => encodeFloating(text, 4),
  inet: encodeInet,
  int: (text) => encodeWhole(text, 4),
  smallint: (text) => encodeWhole(text, 2),
  text: utf8,
  time: encodeTime,
  timestamp: encodeTimestamp,
  timeuuid: (text) => (UUID.exec(text)?.[1] === '1' ? uuid(text) : undefined),
  tinyint: (text) => encodeWhole(text, 1),
  uuid: (text) => (UUID.test(text) ? uuid(text) : undefined),
  varchar: utf8,
  varint: encodeVarint,
};

/** The CQL types that {@link serializeKey} knows: all that can be a key but collections, tuples, vectors and user-defined types. */
export const KEY_TYPES: readonly string[] = Object.keys(encoders);

/**
 * The bytes that Cassandra stores for a key column's value.
 *
 * @param type a CQL type, as in `CREATE TABLE`, in any case; see {@link KEY_TYPES}
 * @param text the value as in CQL but without quotes: `hello`, `42`, `0xcafe`, `2026-11-23`
 * @throws {OpsError} INVALID_KEY when the type is not known, or the text is not a value of it
 * @example
 * ```ts
 * serializeKey('int', '42'); // Uint8Array [0, 0, 0, 42]
 * ```
 */
export function serializeKey(type: string, text: string): Uint8Array {
  const name = type.trim().toLowerCase();
  if (!Object.hasOwn(encoders, name)) throw unknownType(type, name);
  const bytes = encoders[name]?.(text);
  if (bytes !== undefined) return bytes;
  const remedy =
    name === 'timestamp' ? 'Write it with its zone: 2026-11-23T10:00:00Z, or as milliseconds since 1970.' : `Write a CQL ${name}.`;
  throw new OpsError('INVALID_KEY', { message: `${shown(text)} is not a ${name}`, remedy });
}

function unknownType(type: string, name: string): OpsError {
  const near = nearest(name, KEY_TYPES);
  const remedy = `${near === undefined ? '' : `Did you mean ${near}? `}Key types are ${KEY_TYPES.join(', ')}.`;
  return new OpsError('INVALID_KEY', { message: `${shown(type)} is not a key type`, remedy });
}

/** At most 60 characters of it, so that a large blob does not fill the message. */
function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text);
}

/** UTF-8; text with half a surrogate pair has none. */
function utf8(text: string): Uint8Array | undefined {
  return /\p{Surrogate}/u.test(text) ? undefined : new TextEncoder().encode(text);
}

function uuid(text: string): Uint8Array {
  return hex(text.replaceAll('-', ''));
}

function hex(digits: string): Uint8Array {
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) => Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16));
}
