import { collectionElements, tupleElements, vectorElements } from './bytes.ts';
import { plainJson } from './plain.ts';
import type { CellBytes, CqlColumn, CqlType } from '@ringside/client';
import type { JsonValue } from './json-value.ts';
import { entriesOf } from './value.ts';

/** A row as a JSON object. */
export type JsonRow = Readonly<Record<string, JsonValue>>;

/** A row as a JSON object, in the order of its columns; a name that stands twice is `name`, `name#2` and so on. */
export function jsonRow(cells: readonly CellBytes[], columns: readonly CqlColumn[]): JsonRow {
  const names = uniqueNames(columns.map(({ name }) => name));
  return Object.fromEntries(columns.map(({ type }, index) => [names[index] ?? '', jsonValue(cells[index] ?? null, type)]));
}

function uniqueNames(names: readonly string[]): readonly string[] {
  if (new Set(names).size === names.length) return names;
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let count = 2; seen.has(unique) || (unique !== name && taken.has(unique)); count++) unique = `${name}#${count}`;
    seen.add(unique);
    return unique;
  });
}

/**
 * A value as JSON, without loss. The form is that of `SELECT JSON` where that is sound, so that `INSERT JSON` takes it back:
 *
 * - `boolean`, `tinyint`, `smallint`, `int`, `float` and `double` as numbers, a float with the fewest digits that give it back; what
 *   JSON has no number for as `"NaN"`, `"Infinity"` and `"-Infinity"`
 * - `bigint`, `counter`, `varint` and `decimal` as strings: a JSON reader may keep no more than 53 bits of a number
 * - other simple types as strings, an `inet` as in RFC 5952, a `timestamp` outside of the years 1 to 9999 as its milliseconds
 * - lists, sets, vectors and tuples as arrays; maps and user-defined types as objects, a key that is not a string as its JSON
 * - null as `null`, and the empty value of a type as `""`
 */
export function jsonValue(bytes: CellBytes, type: CqlType): JsonValue {
  if (bytes === null) return null;
  if (type.kind === 'plain') return plainJson(bytes, type.name);
  if (bytes.length === 0) return '';
  try {
    return compoundJson(bytes, type);
  } catch {
    return plainJson(bytes, 'blob');
  }
}

/** @throws RangeError for bytes that end too early */
function compoundJson(bytes: Buffer, type: Exclude<CqlType, { readonly kind: 'plain' }>): JsonValue {
  switch (type.kind) {
    case 'list':
    case 'set': {
      return collectionElements(bytes, 1).map((element) => jsonValue(element, type.element));
    }
    case 'vector': {
      return vectorElements(bytes, type.element, type.dimension).map((element) => jsonValue(element, type.element));
    }
    case 'map': {
      const entries = entriesOf(bytes).map(([key, value]) => [keyText(jsonValue(key, type.key)), jsonValue(value, type.value)] as const);
      return Object.fromEntries(entries);
    }
    case 'tuple': {
      const elements = tupleElements(bytes, type.elements.length);
      return type.elements.map((element, index) => jsonValue(elements[index] ?? null, element));
    }
    case 'udt': {
      const fields = tupleElements(bytes, type.fields.length);
      return Object.fromEntries(type.fields.map(([name, field], index) => [name, jsonValue(fields[index] ?? null, field)]));
    }
  }
}

const keyText = (key: JsonValue): string => (typeof key === 'string' ? key : jsonText(key));

/**
 * JSON text of a value. It differs from `JSON.stringify` in two things: a negative zero is `-0.0`, as in `SELECT JSON`, and not `0`; and
 * no character that a terminal obeys is in it, which JSON can write as an escape.
 *
 * @param value what `CqlResult.rows` holds
 */
export function jsonText(value: JsonValue): string {
  if (Object.is(value, -0)) return '-0.0';
  if (typeof value === 'string') return jsonString(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map((item) => jsonText(item)).join(', ')}]`;
  const members = Object.entries(value).map(([name, item]) => `${jsonString(name)}: ${jsonText(item)}`);
  return `{${members.join(', ')}}`;
}

function jsonString(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007F-\u009F\u2028-\u202E\u2066-\u2069]/g, (character) => {
    return String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
