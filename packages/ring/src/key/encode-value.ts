import { compareValues } from './compare-values.ts';
import type { Literal } from './cql-literal.ts';
import type { EncodedValue } from './encoded-value.ts';
import type { KeyType } from './key-type.ts';
import { nativeTypes } from './native-types.ts';
import { bigEndian } from './numbers.ts';

/** The bytes of a literal as a type, or `undefined` when the type does not take it. */
export function encodeValue(type: KeyType, literal: Literal): EncodedValue | undefined {
  switch (type.kind) {
    case 'native':
      return encodeNative(type.name, literal);
    case 'list':
      return literal.kind === 'list' ? counted(encodeAll(type.element, literal.items)) : undefined;
    case 'set':
      return literal.kind === 'set' ? encodeSet(type.element, literal.items) : undefined;
    case 'map':
      return encodeMap(type, literal);
    case 'vector':
      return literal.kind === 'list' && literal.items.length === type.dimension ? encodeVector(type.element, literal.items) : undefined;
    case 'tuple':
      return literal.kind === 'tuple' ? encodeTuple(type.elements, literal.items) : undefined;
    case 'udt':
      return encodeUserType(type, literal);
    case 'custom':
      return literal.kind === 'word' && /^0x/i.test(literal.text) ? encodeNative('blob', literal) : undefined;
  }
}

function encodeNative(name: string, literal: Literal): EncodedValue | undefined {
  const native = nativeTypes[name];
  if (native === undefined || (literal.kind !== 'text' && literal.kind !== 'word')) return undefined;
  const refused = literal.kind === 'text' ? native.literal === 'bare' : native.literal === 'quoted';
  // Without quotes a date, a time or a timestamp is a whole number only.
  if (refused || (literal.kind === 'word' && native.literal === 'either' && !/^-?\d+$/.test(literal.text))) return undefined;
  const bytes = native.encode(literal.text);
  return bytes === undefined ? undefined : { bytes, parts: [] };
}

function encodeAll(type: KeyType, items: readonly Literal[]): readonly EncodedValue[] | undefined {
  const values = items.map((item) => encodeValue(type, item));
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** In the order of the element's type, each once. Of equal elements with other bytes (1.0 and 1.00) the server keeps now one, now the other: refused. */
function encodeSet(element: KeyType, items: readonly Literal[]): EncodedValue | undefined {
  const values = encodeAll(element, items)?.toSorted((a, b) => compareValues(element, a, b)) ?? [];
  if (values.length !== items.length) return undefined;
  const repeats = (value: EncodedValue, at: number): boolean => at > 0 && compareValues(element, values[at - 1], value) === 0;
  if (values.some((value, at) => repeats(value, at) && String(values[at - 1]?.bytes) !== String(value.bytes))) return undefined;
  return counted(values.filter((value, at) => !repeats(value, at)));
}

/**
 * In the order of the keys. An empty `{}` is a map too. With a key that stands twice it is none: the server does not keep such a literal to one
 * meaning (a row written with it is not found by it).
 */
function encodeMap({ key, value }: Extract<KeyType, { kind: 'map' }>, literal: Literal): EncodedValue | undefined {
  if (literal.kind === 'set' && literal.items.length === 0) return counted([]);
  if (literal.kind !== 'map') return undefined;
  const entries: [EncodedValue, EncodedValue][] = [];
  for (const [eachKey, eachValue] of literal.entries) {
    const entry = [encodeValue(key, eachKey), encodeValue(value, eachValue)] as const;
    if (entry[0] === undefined || entry[1] === undefined) return undefined;
    entries.push([entry[0], entry[1]]);
  }
  const sorted = entries.toSorted(([a], [b]) => compareValues(key, a, b));
  if (sorted.some(([each], at) => at > 0 && compareValues(key, each, sorted[at - 1]?.[0]) === 0)) return undefined;
  return counted(sorted.flat(), sorted.length);
}

/** How many there are, then each with its length before it, all in four bytes (`CollectionSerializer`). */
function counted(values: readonly EncodedValue[] | undefined, count = values?.length ?? 0): EncodedValue | undefined {
  if (values === undefined) return undefined;
  return { bytes: concatenate([bigEndian(BigInt(count), 4), ...values.flatMap((value) => withLength(value))]), parts: values };
}

function encodeTuple(types: readonly KeyType[], items: readonly Literal[]): EncodedValue | undefined {
  return items.length > types.length ? undefined : components(items.map((item, at) => encodeOrNull(types[at] as KeyType, item)));
}

/** Fields may stand in any order; those left out are null. A tuple gives them in their order. */
function encodeUserType({ fields }: Extract<KeyType, { kind: 'udt' }>, literal: Literal): EncodedValue | undefined {
  if (literal.kind === 'tuple')
    return encodeTuple(
      fields.map(({ type }) => type),
      literal.items,
    );
  if (literal.kind !== 'map') return undefined;
  const given = new Map(literal.entries.map(([name, value]) => [fieldName(name), value]));
  if ([...given.keys()].some((name) => !fields.some((field) => field.name === name))) return undefined;
  return components(
    fields.map(({ name, type }) => {
      const value = given.get(name);
      return value === undefined ? NULL : encodeOrNull(type, value);
    }),
  );
}

/** In double quotes a name keeps its case, as everywhere in CQL. */
function fieldName(literal: Literal): string | undefined {
  if (literal.kind !== 'word') return undefined;
  return literal.text.startsWith('"') ? literal.text.slice(1, -1).replaceAll('""', '"') : literal.text.toLowerCase();
}

const NULL = 'null';

function encodeOrNull(type: KeyType, literal: Literal): EncodedValue | typeof NULL | undefined {
  return literal.kind === 'word' && literal.text.toLowerCase() === NULL ? NULL : encodeValue(type, literal);
}

/** Each with its length in four bytes, -1 for null (`TupleType.buildValue`). */
function components(values: readonly (EncodedValue | typeof NULL | undefined)[]): EncodedValue | undefined {
  if (values.includes(undefined)) return undefined;
  const parts = values.map((value) => (value === NULL ? undefined : value));
  return { bytes: concatenate(parts.flatMap((value) => (value === undefined ? [bigEndian(-1n, 4)] : withLength(value)))), parts };
}

function encodeVector(element: KeyType, items: readonly Literal[]): EncodedValue | undefined {
  const values = encodeAll(element, items);
  if (values === undefined) return undefined;
  const fixed = fixedLength(element) !== undefined;
  return { bytes: concatenate(values.flatMap(({ bytes }) => (fixed ? [bytes] : [unsignedVint(bytes.length), bytes]))), parts: values };
}

function fixedLength(type: KeyType): number | undefined {
  if (type.kind === 'native') return nativeTypes[type.name]?.fixedBytes;
  const element = type.kind === 'vector' ? fixedLength(type.element) : undefined;
  return type.kind === 'vector' && element !== undefined ? element * type.dimension : undefined;
}

/** As `VIntCoding.writeUnsignedVInt32`: as many leading ones as bytes follow. */
function unsignedVint(value: number): Uint8Array {
  const extra = value < 2 ** 7 ? 0 : value < 2 ** 14 ? 1 : value < 2 ** 21 ? 2 : value < 2 ** 28 ? 3 : 4;
  const bytes = bigEndian(BigInt(value), extra + 1);
  bytes[0] = (bytes[0] ?? 0) | (0xff & ~(0xff >>> extra));
  return bytes;
}

function withLength({ bytes }: EncodedValue): readonly Uint8Array[] {
  return [bigEndian(BigInt(bytes.length), 4), bytes];
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
