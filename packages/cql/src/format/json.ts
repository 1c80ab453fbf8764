import type { types } from 'cassandra-driver';
import type { CqlType } from './type.ts';
import { elementsOf, formatValue } from './value.ts';

/** What JSON can say. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** A row as a JSON object, in the order of its columns. */
export function jsonRow(
  row: Readonly<Record<string, unknown>>,
  columns: readonly { readonly name: string; readonly type: CqlType }[],
): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(columns.map(({ name, type }) => [name, jsonValue(row[name], type)]));
}

const NUMBERS: ReadonlySet<string> = new Set(['int', 'smallint', 'tinyint', 'float', 'double']);

/**
 * A value as JSON: numbers that a double holds exactly as numbers, other numbers and every other type as the text that cqlsh shows,
 * collections as arrays, maps and user-defined types as objects.
 */
export function jsonValue(value: unknown, type: CqlType): JsonValue {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case 'plain': {
      return plainJson(value, type);
    }
    case 'list':
    case 'set': {
      return elementsOf(value).map((element) => jsonValue(element, type.element));
    }
    case 'map': {
      const entries = [...(value as Map<unknown, unknown>)];
      return Object.fromEntries(entries.map(([key, item]) => [formatValue(key, type.key), jsonValue(item, type.value)]));
    }
    case 'tuple': {
      return type.elements.map((element, index) => jsonValue((value as types.Tuple).get(index), element));
    }
    case 'udt': {
      const fields = value as Readonly<Record<string, unknown>>;
      return Object.fromEntries(type.fields.map(([name, field]) => [name, jsonValue(fields[name], field)]));
    }
  }
}

function plainJson(value: unknown, type: CqlType & { readonly kind: 'plain' }): JsonValue {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value;
  if (NUMBERS.has(type.name) && Number.isFinite(value)) return value as number;
  return formatValue(value, type);
}
