import { roundToFloat } from './round-to-float.ts';

/** Encoders of CQL's numeric types; each answers `undefined` for text that the server does not take as a literal of its type. */

/** CQL's INTEGER and FLOAT (`Lexer.g`): no plus before the number, a digit before the point. */
const WHOLE = /^-?\d+$/;
const DECIMAL = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const MAX_SCALE = 2n ** 31n;
const SPECIAL = new Map([
  ['nan', Number.NaN],
  ['-nan', Number.NaN],
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
  const decimal = readNumber(text);
  return decimal && Uint8Array.of(...bigEndian(decimal.scale, 4), ...shortest(decimal.unscaled));
}

/** A `double`: IEEE 754, big-endian; `NaN` and `Infinity` in any case. */
export function encodeDouble(text: string): Uint8Array | undefined {
  return encodeFloating(text, 8, Number, (view, value) => view.setFloat64(0, value));
}

/** A `float`, likewise; rounded once, from the decimal digits to 24 bits. */
export function encodeFloat(text: string): Uint8Array | undefined {
  return encodeFloating(text, 4, roundToFloat, (view, value) => view.setFloat32(0, value));
}

function encodeFloating(
  text: string,
  sizeBytes: number,
  read: (text: string) => number,
  write: (view: DataView, value: number) => void,
): Uint8Array | undefined {
  const value = SPECIAL.get(text.toLowerCase()) ?? (readNumber(text) && read(text));
  if (value === undefined) return undefined;
  const view = new DataView(new ArrayBuffer(sizeBytes));
  write(view, value);
  return new Uint8Array(view.buffer);
}

/**
 * A number's digits and scale. One with a point or an exponent must be within a double's range and its scale within an int's, whatever its type:
 * `Constants.Type.FLOAT` reads it as a `BigDecimal` and as a double first.
 */
function readNumber(text: string): { readonly unscaled: bigint; readonly scale: bigint } | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  if (sign === undefined || !(WHOLE.test(text) || Number.isFinite(Number(text)))) return undefined;
  const scale = BigInt(fraction.length) - BigInt(exponent);
  if (scale < -MAX_SCALE || scale >= MAX_SCALE) return undefined;
  return { unscaled: BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n), scale };
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
