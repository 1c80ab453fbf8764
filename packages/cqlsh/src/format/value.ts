import { collectionElements, tupleElements, vectorElements } from './bytes.ts';
import { showPlain } from './plain.ts';
import { showText } from './text.ts';
import type { CellBytes, CqlType } from '@ringside/client';

/**
 * A value as cqlsh shows it. Texts, timestamps and addresses have quotes inside of collections, tuples and user-defined types only.
 *
 * It is read from the bytes that the node sent, not from what the driver makes of them: a JavaScript Date, Set or object cannot hold
 * every timestamp, both zeros, or a field that is called `__proto__`.
 *
 * @param quote true inside of a collection
 */
export function formatValue(bytes: CellBytes, type: CqlType, quote = false): string {
  if (bytes === null) return 'null';
  if (type.kind === 'plain') return showPlain(bytes, type.name, quote);
  if (bytes.length === 0) return '';
  try {
    return formatCompound(bytes, type);
  } catch {
    return showPlain(bytes, 'blob', quote);
  }
}

/** @throws RangeError for bytes that end too early */
function formatCompound(bytes: Buffer, type: Exclude<CqlType, { readonly kind: 'plain' }>): string {
  switch (type.kind) {
    case 'list': {
      return `[${shownAll(collectionElements(bytes, 1), type.element)}]`;
    }
    case 'vector': {
      return `[${shownAll(vectorElements(bytes, type.element, type.dimension), type.element)}]`;
    }
    case 'set': {
      const elements = collectionElements(bytes, 1).map((element) => formatValue(element, type.element, true));
      return `{${inPythonOrder(elements, type.element, (text) => text).join(', ')}}`;
    }
    case 'map': {
      const entries = entriesOf(bytes).map(([key, value]) => [formatValue(key, type.key, true), formatValue(value, type.value, true)]);
      const sorted = inPythonOrder(entries, type.key, ([key]) => key);
      return `{${sorted.map((entry) => entry.join(': ')).join(', ')}}`;
    }
    case 'tuple': {
      const elements = tupleElements(bytes, type.elements.length);
      return `(${type.elements.map((element, index) => formatValue(elements[index] ?? null, element, true)).join(', ')})`;
    }
    case 'udt': {
      const fields = tupleElements(bytes, type.fields.length);
      const shown = type.fields.map(([name, field], index) => `${showText(name)}: ${formatValue(fields[index] ?? null, field, true)}`);
      return `{${shown.join(', ')}}`;
    }
  }
}

/** The keys and values of a map, in the server's order. */
export function entriesOf(bytes: Buffer): readonly (readonly [CellBytes, CellBytes])[] {
  const all = collectionElements(bytes, 2);
  return Array.from({ length: all.length / 2 }, (_, index) => [all[index * 2] ?? null, all[index * 2 + 1] ?? null]);
}

function shownAll(elements: readonly CellBytes[], type: CqlType): string {
  return elements.map((element) => formatValue(element, type, true)).join(', ');
}

/** The server sorts sets and maps by their type; Python sorts ids as numbers and addresses as texts, and cqlsh shows it so. */
const RESORTED: ReadonlySet<string> = new Set(['uuid', 'timeuuid', 'inet']);

function inPythonOrder<Item>(items: readonly Item[], type: CqlType, textOf: (item: Item) => string | undefined): readonly Item[] {
  if (type.kind !== 'plain' || !RESORTED.has(type.name)) return items;
  return items.toSorted((a, b) => ((textOf(a) ?? '') < (textOf(b) ?? '') ? -1 : 1));
}
