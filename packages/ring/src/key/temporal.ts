import { bigEndian } from './numbers.ts';

/** Encoders of CQL's types of time; each answers `undefined` for text that the server does not take. */

const DAY_MS = 86_400_000n;
const DAY_NANOS = 86_400_000_000_000n;
const NANOS_PER_MS = 1_000_000n;
const MINUTE_MS = 60_000n;
const INTEGER = /^-?\d+$/;
const ZONE = String.raw`(?<zone> (?:Z|(?:UTC|GMT|UT)(?:[+-]\d{2}:\d{2})?|[+-]\d{2}:\d{2}(?::\d{2})?)| ?(?:Z|[+-]\d{2}(?:\d{2})?)|[+-]\d{2}:\d{2}|Z)`;
/** `y-M-d'T'H:m[:s]` with a fraction of up to nine digits: any number of digits in a field, as in `TimestampSerializer`. */
const DATE_TIME = new RegExp(
  String.raw`^(?<year>\d{1,19})-(?<month>\d{1,19})-(?<day>\d{1,19})[T ](?<hour>\d{1,19}):(?<minute>\d{1,19})` +
    String.raw`(?::(?<second>\d{1,19})(?<fraction>\.\d{0,9})?)?${ZONE}$`,
);
const DATE_ONLY = new RegExp(String.raw`^(?<year>\d{4}|\+\d{5,19})-(?<month>\d{2})-(?<day>\d{2})${ZONE}$`);
/** `ISO_DATE`: years before 1 too, and no blank before the zone. */
const ISO_DATE = /^(?<year>\d{4}|-\d{4,10}|\+\d{5,10})-(?<month>\d{2})-(?<day>\d{2})(?<zone>Z|[+-]\d{2}:\d{2}(?::\d{2})?)$/i;
const LOCAL_DATE = /^(?<year>\d{4}|-\d{4,10}|\+\d{5,10})-(?<month>\d{2})-(?<day>\d{2})$/;
const MAX_YEAR = 999_999_999n;

/**
 * A `timestamp`: milliseconds since 1970 as a whole number, or a date, with or without a time, and a zone (`Z`, `+0100`, `+01:00`, `UTC`). The zone
 * is required: without one Cassandra would take its own machine's, which is not known here.
 */
export function encodeTimestamp(text: string): Uint8Array | undefined {
  const ms = INTEGER.test(text) ? BigInt(text) : timestampOf(text);
  return ms !== undefined && BigInt.asIntN(64, ms) === ms ? bigEndian(ms, 8) : undefined;
}

/** A `date`: `2026-11-23`, or the unsigned day count that Cassandra stores, in which 2^31 is 1970-01-01. */
export function encodeDate(text: string): Uint8Array | undefined {
  const days = INTEGER.test(text) ? BigInt(text) - 2n ** 31n : localDate(text);
  if (days === undefined || days < -(2n ** 31n) || days >= 2n ** 31n) return undefined;
  return bigEndian(days + 2n ** 31n, 4);
}

/** A `time` of day: `10:00:00[.123456789]`, or nanoseconds since midnight. */
export function encodeTime(text: string): Uint8Array | undefined {
  const nanos = INTEGER.test(text) ? BigInt(text) : nanosOfDay(text.trim());
  return nanos === undefined || nanos < 0n || nanos >= DAY_NANOS ? undefined : bigEndian(nanos, 8);
}

type Fields = Readonly<Record<string, string | undefined>>;

function timestampOf(text: string): bigint | undefined {
  const fields = (DATE_TIME.exec(text) ?? DATE_ONLY.exec(text))?.groups;
  // A year of the era: there is none before 1, unlike in ISO dates.
  if (fields !== undefined && BigInt(fields['year'] ?? '') > 0n) return epochMs(fields);
  const iso = ISO_DATE.exec(text)?.groups;
  return iso === undefined ? undefined : epochMs(iso);
}

function epochMs(fields: Fields): bigint | undefined {
  const days = daysSinceEpoch(fields, true);
  const ofDay = msOfDay(fields);
  const zone = zoneMs(fields['zone'] ?? '');
  return days === undefined || ofDay === undefined || zone === undefined ? undefined : days * DAY_MS + ofDay - zone;
}

function msOfDay({ hour = '0', minute = '0', second = '0', fraction = '.' }: Fields): bigint | undefined {
  const [h, m, s] = [hour, minute, second].map((digits) => BigInt(digits)) as [bigint, bigint, bigint];
  const ms = BigInt(fraction.slice(1).padEnd(3, '0').slice(0, 3));
  // The end of a day may be called 24:00.
  if (h > 24n || m > 59n || s > 59n || (h === 24n && (m > 0n || s > 0n || ms > 0n))) return undefined;
  return ((h * 60n + m) * 60n + s) * 1_000n + ms;
}

/** An offset of at most 18 hours, in milliseconds. */
function zoneMs(zone: string): bigint | undefined {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = /([+-])(\d{2}):?(\d{2})?:?(\d{2})?$/.exec(zone) ?? [];
  const ms = (BigInt(hours) * 60n + BigInt(minutes)) * MINUTE_MS + BigInt(seconds) * 1_000n;
  if (BigInt(minutes) > 59n || BigInt(seconds) > 59n || ms > 18n * 60n * MINUTE_MS) return undefined;
  return sign === '-' ? -ms : ms;
}

/** Java reads the date of a `date` strictly; minus zero is none. */
function localDate(text: string): bigint | undefined {
  const fields = LOCAL_DATE.exec(text)?.groups;
  return fields === undefined ? undefined : daysSinceEpoch(fields, false);
}

/**
 * Days of the proleptic Gregorian calendar.
 *
 * @param smart what Java's formatters do unless they are told to be strict: a day past the end of a month, up to the 31st, is its last one
 */
function daysSinceEpoch({ year = '', month = '', day = '' }: Fields, smart: boolean): bigint | undefined {
  const [y, m, d] = [year, month, day].map((digits) => BigInt(digits.replace(/^\+/, ''))) as [bigint, bigint, bigint];
  if (/^-0+$/.test(year) || y > MAX_YEAR || y < -MAX_YEAR || m < 1n || m > 12n || d < 1n || d > 31n) return undefined;
  const last = lastDay(y, Number(m));
  if (d > last && !smart) return undefined;
  // Counted from the first of March, so that the leap day is a year's last.
  const ofMarch = m > 2n ? y : y - 1n;
  const monthOfMarch = (m + 9n) % 12n;
  const century = floorDivide(ofMarch, 400n);
  const yearOfCentury = ofMarch - century * 400n;
  const dayOfYear = (153n * monthOfMarch + 2n) / 5n + (d > last ? last : d) - 1n;
  return century * 146_097n + yearOfCentury * 365n + yearOfCentury / 4n - yearOfCentury / 100n + dayOfYear - 719_468n;
}

function lastDay(year: bigint, month: number): bigint {
  if (month === 2) return year % 4n === 0n && (year % 100n !== 0n || year % 400n === 0n) ? 29n : 28n;
  return [4, 6, 9, 11].includes(month) ? 30n : 31n;
}

function floorDivide(a: bigint, b: bigint): bigint {
  return a >= 0n || a % b === 0n ? a / b : a / b - 1n;
}

/** `TimeSerializer.parseTimeStrictly`: any number of digits, a sign even. */
function nanosOfDay(text: string): bigint | undefined {
  const [, hour, minute, second, fraction = ''] = /^([+-]?\d{1,10}):([+-]?\d{1,10}):([+-]?\d{1,10})(?:\.(\d{1,9}))?$/.exec(text) ?? [];
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  const [h, m, s] = [hour, minute, second].map((digits) => BigInt(digits.replace(/^\+/, ''))) as [bigint, bigint, bigint];
  if (h < 0n || h > 23n || m < 0n || m > 59n || s < 0n || s > 59n) return undefined;
  return ((h * 60n + m) * 60n + s) * 1_000n * NANOS_PER_MS + BigInt(fraction.padEnd(9, '0'));
}
