/**
 * The 32-bit float nearest to a decimal number, ties to even, as `Float.parseFloat`. Rounding to a double first and then to a float gives another
 * one where the double lies exactly between two floats and the digits do not: there the digits decide.
 *
 * @param text a decimal number that `Number` reads
 */
export function roundToFloat(text: string): number {
  const double = Number(text);
  const rounded = Math.fround(double);
  if (rounded === double || Number.isNaN(double)) return rounded;
  const other = neighbour(rounded, double);
  if (!isMidpoint(double, rounded, other)) return rounded;
  const side = compareExactly(text, double);
  if (side === 0) return rounded;
  return side > 0 ? Math.max(rounded, other) : Math.min(rounded, other);
}

const MAX_FLOAT = (2 - 2 ** -23) * 2 ** 127;

/** The float on the other side of a double that lies between two. */
function neighbour(float: number, double: number): number {
  if (!Number.isFinite(float)) return Math.sign(float) * MAX_FLOAT;
  const view = new DataView(new ArrayBuffer(4));
  if (float === 0) view.setInt32(0, double > 0 ? 1 : -0x7f_ff_ff_ff);
  else {
    view.setFloat32(0, float);
    // The bits of a float grow with its magnitude.
    view.setInt32(0, view.getInt32(0) + (Math.abs(double) > Math.abs(float) ? 1 : -1));
  }
  return view.getFloat32(0);
}

function isMidpoint(double: number, a: number, b: number): boolean {
  // Past the largest float the next one would be 2^128.
  const value = (float: number): number => (Number.isFinite(float) ? float : Math.sign(float) * 2 ** 128);
  return double - value(a) === value(b) - double;
}

/** Compares a decimal number with a double, digit for digit. */
function compareExactly(text: string, double: number): number {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const scale = BigInt(fraction.length) - BigInt(exponent);
  const { significand, power } = partsOf(double);
  // digits / 10^scale against significand * 2^power, brought to whole numbers.
  const left = digits * (scale < 0n ? 10n ** -scale : 1n) * (power < 0n ? 2n ** -power : 1n);
  const right = significand * (scale > 0n ? 10n ** scale : 1n) * (power > 0n ? 2n ** power : 1n);
  return left < right ? -1 : Number(left > right);
}

/** A double as a whole number times a power of two. */
function partsOf(double: number): { readonly significand: bigint; readonly power: bigint } {
  let power = 0n;
  let significand = double;
  // At most 1,074 steps: a double has no finer part.
  while (!Number.isInteger(significand)) {
    significand *= 2;
    power -= 1n;
  }
  return { significand: BigInt(significand), power };
}
