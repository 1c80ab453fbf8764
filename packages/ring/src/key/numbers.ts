/** Encoders of CQL's numeric types; each answers `undefined` for text that is not a literal of its type. */

const WHOLE = /^[+-]?\d+$/;
const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;
const FLOATING = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const SPECIAL = new Map([
  ['nan', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['-infinity', Number.NEGATIVE_INFINITY],
]);

/** A whole number of exactly `sizeBytes` bytes, big-endian two's complement. */
export function encodeWhole(text: string, sizeBytes: number): Uint8Array | undefined {
  if (!WHOLE.test(text)) return undefined;
  const value = BigInt(text);
  const bits = sizeBytes * 8;
  return BigInt.asIntN(bits, value) === value ? bigEndian(value, sizeBytes) : undefined;
}

/** A `varint`: the shortest big-endian two's complement, as `BigInteger.toByteArray`. */
export function encodeVarint(text: string): Uint8Array | undefined {
  return WHOLE.test(text) ? shortest(BigInt(text)) : undefined;
}

/** A `decimal`: the scale in four bytes, then the unscaled value as a `varint`, with the digits kept as written (`1.0` ≠ `1.00`). */
export function encodeDecimal(text: string): Uint8Array | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const scale = fraction.length - Number(exponent);
  const unscaled = shortest(BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n));
  return Uint8Array.of(...bigEndian(BigInt(scale), 4), ...unscaled);
}

/** A `float` (4 bytes) or `double` (8 bytes), IEEE 754, big-endian; `NaN` and `Infinity` in any case. */
export function encodeFloating(text: string, sizeBytes: 4 | 8): Uint8Array | undefined {
  const value = SPECIAL.get(text.toLowerCase()) ?? (FLOATING.test(text) ? Number(text) : undefined);
  if (value === undefined) return undefined;
  const view = new DataView(new ArrayBuffer(sizeBytes));
  if (sizeBytes === 4) view.setFloat32(0, value);
  else view.setFloat64(0, value);
  return new Uint8Array(view.buffer);
}

/** The lowest `sizeBytes` bytes of a number, highest first. */
export function bigEndian(value: bigint, sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  let rest = value;
  for (let at = sizeBytes - 1; at >= 0; at -= 1, rest >>= 8n) bytes[at] = Number(rest & 0xffn);
  return bytes;
}

function shortest(value: bigint): Uint8Array {
  const magnitude = value < 0n ? -value - 1n : value;
  const bits = magnitude === 0n ? 0 : magnitude.toString(2).length;
  return bigEndian(value, Math.floor(bits / 8) + 1);
}
