import type { EncodedValue } from './encoded-value.ts';
import type { KeyType } from './key-type.ts';

/**
 * Orders two values as their type does in Cassandra (`AbstractType.compare`), which is the order in which sets and maps keep them. A value
 * that is not there comes first.
 */
export function compareValues(type: KeyType, a: EncodedValue | undefined, b: EncodedValue | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  switch (type.kind) {
    case 'native':
      return compareNative(type.name, a.bytes, b.bytes);
    case 'list':
    case 'set':
    case 'vector':
      return compareParts(() => type.element, a.parts, b.parts);
    case 'map':
      return compareParts((at) => (at % 2 === 0 ? type.key : type.value), a.parts, b.parts);
    case 'tuple':
      return compareTuples((at) => type.elements[at] as KeyType, a.parts, b.parts);
    case 'udt':
      return compareTuples((at) => type.fields[at]?.type as KeyType, a.parts, b.parts);
    case 'custom':
      return compareUnsigned(a.bytes, b.bytes);
  }
}

type Parts = EncodedValue['parts'];

function compareParts(typeAt: (at: number) => KeyType, a: Parts, b: Parts): number {
  for (let at = 0; at < a.length && at < b.length; at += 1) {
    const order = compareValues(typeAt(at), a[at], b[at]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** A shorter tuple is the same as one that ends in nulls. */
function compareTuples(typeAt: (at: number) => KeyType, a: Parts, b: Parts): number {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const order = compareValues(typeAt(at), a[at], b[at]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareNative(name: string, a: Uint8Array, b: Uint8Array): number {
  switch (name) {
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'varint':
    case 'timestamp':
      return compareBigints(signed(a), signed(b));
    case 'decimal':
      return compareDecimals(a, b);
    case 'float':
    case 'double':
      return compareFloats(a, b);
    case 'uuid':
      return compareUuids(a, b);
    case 'timeuuid':
      return compareBigints(timeOf(a), timeOf(b)) || compareUnsigned(a.subarray(8).map(flipSign), b.subarray(8).map(flipSign));
    default:
      return compareUnsigned(a, b);
  }
}

function compareUnsigned(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at === -1 || at >= b.length ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? 0);
}

function compareBigints(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}

function signed(bytes: Uint8Array): bigint {
  return BigInt.asIntN(bytes.length * 8, unsigned(bytes));
}

function unsigned(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`);
}

/** By value: `1.0` and `1.00` are the same element. */
function compareDecimals(a: Uint8Array, b: Uint8Array): number {
  const [left, right] = [decimalOf(a), decimalOf(b)];
  if (left.digits === 0n || right.digits === 0n || left.digits < 0n !== right.digits < 0n) return compareBigints(left.digits, right.digits);
  // Where the sizes are far apart the digits need not be written out.
  const sizes = [left, right].map(({ digits, scale }) => String(digits < 0n ? -digits : digits).length - scale);
  const apart = (sizes[0] ?? 0) - (sizes[1] ?? 0);
  if (apart !== 0) return left.digits < 0n ? -apart : apart;
  const scale = Math.max(left.scale, right.scale);
  return compareBigints(left.digits * 10n ** BigInt(scale - left.scale), right.digits * 10n ** BigInt(scale - right.scale));
}

function decimalOf(bytes: Uint8Array): { readonly scale: number; readonly digits: bigint } {
  return { scale: Number(signed(bytes.subarray(0, 4))), digits: signed(bytes.subarray(4)) };
}

/** As `Double.compare`: -0 before 0, NaN after everything. */
function compareFloats(a: Uint8Array, b: Uint8Array): number {
  const [left, right] = [floatOf(a), floatOf(b)];
  if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  if (left === right) return Number(Object.is(right, -0)) - Number(Object.is(left, -0));
  return left < right ? -1 : 1;
}

function floatOf(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes.length === 4 ? view.getFloat32(0) : view.getFloat64(0);
}

/** `UUIDType`: by version, those of version 1 by time, then byte by byte. */
function compareUuids(a: Uint8Array, b: Uint8Array): number {
  const version = (bytes: Uint8Array): number => (bytes[6] ?? 0) >>> 4;
  if (version(a) !== version(b)) return version(a) - version(b);
  const byTime = version(a) === 1 ? compareBigints(timeOf(a), timeOf(b)) : 0;
  return byTime || (version(a) === 1 ? compareUnsigned(a.subarray(8), b.subarray(8)) : compareUnsigned(a, b));
}

/** The time in a version 1 UUID: its fields stand lowest first. */
function timeOf(uuid: Uint8Array): bigint {
  return unsigned(Uint8Array.of(...uuid.subarray(6, 8), ...uuid.subarray(4, 6), ...uuid.subarray(0, 4)));
}

/** `TimeUUIDType` compares the second half as signed bytes (CASSANDRA-8730). */
function flipSign(byte: number): number {
  return byte ^ 0x80;
}
