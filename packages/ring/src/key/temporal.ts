import { bigEndian } from './numbers.ts';

/** Encoders of CQL's types of time; each answers `undefined` for text that is not a literal of its type. */

const DAY_MS = 86_400_000;
const DAY_NANOS = 86_400_000_000_000n;
const DATE = /^([+-]?\d{4,7})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?$/;
const TIMESTAMP = /^(\S+?)(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})$/;

/**
 * A `timestamp`: milliseconds since 1970 as a whole number, or `2026-11-23[T10:00[:00[.000]]]` with a zone (`Z` or `+01:00`). The zone
 * is required: without one Cassandra would take its own machine's, which is not known here.
 */
export function encodeTimestamp(text: string): Uint8Array | undefined {
  if (/^[+-]?\d{1,19}$/.test(text)) {
    const ms = BigInt(text);
    return BigInt.asIntN(64, ms) === ms ? bigEndian(ms, 8) : undefined;
  }
  const [, date, hour = '00', minute = '00', second = '00', fraction = '', zone] = TIMESTAMP.exec(text) ?? [];
  const days = date === undefined ? undefined : daysSinceEpoch(date);
  const nanos = nanosOfDay(`${hour}:${minute}:${second}`);
  const zoneMinutes = zone === undefined ? undefined : minutesOf(zone);
  if (days === undefined || nanos === undefined || zoneMinutes === undefined) return undefined;
  const ms = days * DAY_MS + Number(nanos / 1_000_000n) + Number(fraction.padEnd(3, '0')) - zoneMinutes * 60_000;
  return bigEndian(BigInt(ms), 8);
}

/** A `date`: `2026-11-23`, or the unsigned day count that Cassandra stores, in which 2^31 is 1970-01-01. */
export function encodeDate(text: string): Uint8Array | undefined {
  const days = /^\d{1,10}$/.test(text) ? Number(text) - 2 ** 31 : daysSinceEpoch(text);
  if (days === undefined || days < -(2 ** 31) || days >= 2 ** 31) return undefined;
  return bigEndian(BigInt(days + 2 ** 31), 4);
}

/** A `time` of day: `10:00:00[.123456789]`, or nanoseconds since midnight. */
export function encodeTime(text: string): Uint8Array | undefined {
  const nanos = /^\d{1,15}$/.test(text) ? BigInt(text) : nanosOfDay(text);
  return nanos === undefined || nanos >= DAY_NANOS ? undefined : bigEndian(nanos, 8);
}

function daysSinceEpoch(text: string): number | undefined {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / DAY_MS : undefined;
}

function nanosOfDay(text: string): bigint | undefined {
  const [, hour, minute, second, fraction = ''] = TIME.exec(text) ?? [];
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || hour === undefined) return undefined;
  const seconds = (BigInt(hour) * 60n + BigInt(minute ?? 0)) * 60n + BigInt(second ?? 0);
  return seconds * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}

function minutesOf(zone: string): number | undefined {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  if (Number(hours) > 18 || Number(minutes) > 59) return undefined;
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}
