const pad = (value: number | bigint, width: number): string => String(value).padStart(width, '0');

/** The first millisecond of year 1, and the one after year 9999: what lies outside has no date in Python, and in cqlsh. */
const YEAR_1_MS = -62_135_596_800_000n;
const YEAR_10000_MS = 253_402_300_800_000n;

const hasDate = (milliseconds: bigint): boolean => milliseconds >= YEAR_1_MS && milliseconds < YEAR_10000_MS;

/**
 * A timestamp as cqlsh shows it, in UTC: `2026-11-23 10:00:00.000000+0000`; milliseconds since 1970 outside of the years 1 to 9999.
 *
 * @param milliseconds since 1970; any that the server keeps, which is more than a JavaScript Date holds
 */
export function formatTimestamp(milliseconds: bigint): string {
  if (!hasDate(milliseconds)) return String(milliseconds);
  const [day = '', time = ''] = new Date(Number(milliseconds)).toISOString().replace(/Z$/, '').split('T');
  return `${day.replace(/^0{1,3}/, '')} ${time}000+0000`;
}

/** A timestamp as `SELECT JSON` gives it; milliseconds since 1970, as text, outside of the years 1 to 9999 (the server takes both). */
export function jsonTimestamp(milliseconds: bigint): string {
  return hasDate(milliseconds) ? new Date(Number(milliseconds)).toISOString().replace('T', ' ') : String(milliseconds);
}

/** A point in time of a trace, in UTC, with microseconds unless they are none: as Python's `str(datetime)`. */
export function formatMicros(epochMicros: number): string {
  const [seconds = ''] = new Date(Math.floor(epochMicros / 1000)).toISOString().replace('T', ' ').split('.');
  const micros = ((epochMicros % 1_000_000) + 1_000_000) % 1_000_000;
  return micros === 0 ? seconds : `${seconds}.${pad(micros, 6)}`;
}

/** A time of day, always with nine digits after the point. */
export function formatTimeOfDay(nanoseconds: bigint): string {
  const seconds = nanoseconds / 1_000_000_000n;
  const clock = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => pad(part, 2)).join(':');
  return `${clock}.${pad(nanoseconds % 1_000_000_000n, 9)}`;
}

const UNITS: readonly (readonly [bigint, string])[] = [
  [3_600_000_000_000n, 'h'],
  [60_000_000_000n, 'm'],
  [1_000_000_000n, 's'],
  [1_000_000n, 'ms'],
  [1000n, 'us'],
  [1n, 'ns'],
];

/** A duration in the units of CQL, from years down to nanoseconds; no time at all is an empty text, as in cqlsh. */
export function formatDuration(months: bigint, days: bigint, nanoseconds: bigint): string {
  const sign = months < 0 || days < 0 || nanoseconds < 0 ? '-' : '';
  const size = (value: bigint): bigint => (value < 0 ? -value : value);
  const parts: readonly (readonly [bigint, string])[] = [
    [size(months) / 12n, 'y'],
    [size(months) % 12n, 'mo'],
    [size(days), 'd'],
    ...timeParts(size(nanoseconds)),
  ];
  return sign + parts.map(([count, unit]) => (count === 0n ? '' : `${count}${unit}`)).join('');
}

function timeParts(nanoseconds: bigint): readonly (readonly [bigint, string])[] {
  let left = nanoseconds;
  return UNITS.map(([size, unit]) => {
    const count = left / size;
    left %= size;
    return [count, unit];
  });
}
