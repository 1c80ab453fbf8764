import type { types } from 'cassandra-driver';
import { formatDecimal, formatFloat } from './number.ts';
import { showQuotedText, showText } from './text.ts';
import { formatDuration, formatTimeOfDay, formatTimestamp } from './time.ts';
import type { CqlType } from './type.ts';

/**
 * A value as cqlsh shows it. Texts, timestamps and addresses have quotes inside of collections, tuples and user-defined types only.
 *
 * @param value what the driver made of the column
 * @param type the column's type
 * @param quote true inside of a collection
 */
export function formatValue(value: unknown, type: CqlType, quote = false): string {
  if (value === null || value === undefined) return 'null';
  switch (type.kind) {
    case 'plain': {
      return formatPlain(value, type.name, quote);
    }
    case 'list': {
      return `[${elementsOf(value)
        .map((element) => formatValue(element, type.element, true))
        .join(', ')}]`;
    }
    case 'set': {
      const elements = inPythonOrder([...(value as Iterable<unknown>)], type.element, (element) => element);
      return `{${elements.map((element) => formatValue(element, type.element, true)).join(', ')}}`;
    }
    case 'map': {
      const entries = inPythonOrder([...(value as Map<unknown, unknown>)], type.key, ([key]) => key);
      return `{${entries.map(([key, item]) => `${formatValue(key, type.key, true)}: ${formatValue(item, type.value, true)}`).join(', ')}}`;
    }
    case 'tuple': {
      const tuple = value as types.Tuple;
      return `(${type.elements.map((element, index) => formatValue(tuple.get(index), element, true)).join(', ')})`;
    }
    case 'udt': {
      const fields = value as Readonly<Record<string, unknown>>;
      return `{${type.fields.map(([name, field]) => `${showText(name)}: ${formatValue(fields[name], field, true)}`).join(', ')}}`;
    }
  }
}

function formatPlain(value: unknown, name: string, quote: boolean): string {
  switch (name) {
    case 'ascii':
    case 'text':
    case 'varchar': {
      return quote ? showQuotedText(String(value)) : showText(String(value));
    }
    case 'boolean': {
      return value === true ? 'True' : 'False';
    }
    case 'float':
    case 'double': {
      return formatFloat(value as number);
    }
    case 'blob': {
      return `0x${(value as Buffer).toString('hex')}`;
    }
    case 'timestamp': {
      return quoted(formatTimestamp(value as Date), quote);
    }
    case 'inet': {
      return quoted(String(value), quote);
    }
    case 'time': {
      return formatTimeOfDay(BigInt((value as types.LocalTime).getTotalNanoseconds().toString()));
    }
    case 'duration': {
      const { months, days, nanoseconds } = value as { months: number; days: number; nanoseconds: types.Long };
      return formatDuration(months, days, BigInt(nanoseconds.toString()));
    }
    case 'decimal': {
      const { _intVal, _scale } = value as { _intVal: types.Integer; _scale: number };
      return formatDecimal(BigInt(_intVal.toString()), _scale);
    }
    default: {
      return String(value);
    }
  }
}

/** The elements of a list, a set or a vector. */
export function elementsOf(value: unknown): readonly unknown[] {
  return [...((value as { readonly elements?: Iterable<unknown> }).elements ?? (value as Iterable<unknown>))];
}

const quoted = (text: string, quote: boolean): string => (quote ? `'${text}'` : text);

/** The server sorts sets and maps by their type; Python sorts ids as numbers and addresses as texts, and cqlsh shows it so. */
const RESORTED: ReadonlySet<string> = new Set(['uuid', 'timeuuid', 'inet']);

function inPythonOrder<Item>(items: readonly Item[], type: CqlType, keyOf: (item: Item) => unknown): readonly Item[] {
  if (type.kind !== 'plain' || !RESORTED.has(type.name)) return items;
  return items.toSorted((a, b) => (String(keyOf(a)) < String(keyOf(b)) ? -1 : 1));
}
