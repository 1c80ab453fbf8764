/** How many digits cqlsh shows of a float or a double, by default. */
const PRECISION = 5;
/** What C calls `DBL_EPSILON`: cqlsh takes anything nearer to zero as having no exponent at all. */
const EPSILON = Number.EPSILON;

/**
 * A float or double as cqlsh shows it: five digits after the point in everyday numbers, else five digits in all.
 *
 * @example
 * ```ts
 * formatFloat(3.14159265); // '3.14159'
 * formatFloat(123456.789); // '1.2346e+05'
 * ```
 */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  const exponent = Math.abs(value) > EPSILON ? Math.trunc(Math.log10(Math.abs(value))) : Number.NEGATIVE_INFINITY;
  const isEveryday = exponent >= -4 && exponent < PRECISION;
  return generalFormat(value, isEveryday ? PRECISION + exponent + 1 : PRECISION);
}

/** What C prints for `%.<precision>g`. */
function generalFormat(value: number, precision: number): string {
  const digits = Math.max(1, precision);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponentText = '0'] = value.toExponential(digits - 1).split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < digits) return withoutZeros(value.toFixed(Math.max(0, digits - 1 - exponent)));
  const sign = exponent < 0 ? '-' : '+';
  return `${withoutZeros(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

const FLOAT_DIGITS = 9;

/**
 * The number with the fewest digits that is the same float: 0.1 for the float nearest to 0.1, which as a double is 0.10000000149011612.
 *
 * @param value a float of 32 bits
 */
export function shortestFloat(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  for (let digits = 1; digits < FLOAT_DIGITS; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Object.is(Math.fround(candidate), value)) return candidate;
  }
  return Number(value.toPrecision(FLOAT_DIGITS));
}

/**
 * A decimal as Python's `str(Decimal)` writes it: plain while the exponent is near, else scientific with a capital E.
 *
 * @param unscaled the digits, as an integer
 * @param scale how many of the digits are after the point; negative for zeros that are not written out
 */
export function formatDecimal(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString();
  const left = digits.length - scale;
  if (scale >= 0 && left > -6) {
    if (scale === 0) return sign + digits;
    return left > 0 ? `${sign}${digits.slice(0, left)}.${digits.slice(left)}` : `${sign}0.${'0'.repeat(-left)}${digits}`;
  }
  const exponent = left - 1;
  const mantissa = digits.length === 1 ? digits : `${digits.slice(0, 1)}.${digits.slice(1)}`;
  return `${sign}${mantissa}E${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}
