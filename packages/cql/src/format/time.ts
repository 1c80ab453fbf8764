const pad = (value: number | bigint, width: number): string => String(value).padStart(width, '0');

/** A timestamp as cqlsh shows it, in UTC: `2026-11-23 10:00:00.000000+0000`; milliseconds since 1970 outside of the years 1 to 9999. */
export function formatTimestamp(date: Date): string {
  const year = date.getUTCFullYear();
  if (Number.isNaN(year) || year < 1 || year > 9999) return String(date.getTime());
  const day = `${year}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
  const time = `${pad(date.getUTCHours(), 2)}:${pad(date.getUTCMinutes(), 2)}:${pad(date.getUTCSeconds(), 2)}`;
  return `${day} ${time}.${pad(date.getUTCMilliseconds(), 3)}000+0000`;
}

/** A point in time in this machine's time zone, with microseconds unless they are none: as Python's `str(datetime)`. */
export function formatLocalMicros(epochMicros: number): string {
  const date = new Date(Math.floor(epochMicros / 1000));
  const micros = ((epochMicros % 1_000_000) + 1_000_000) % 1_000_000;
  const day = `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`;
  const time = `${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}:${pad(date.getSeconds(), 2)}`;
  return micros === 0 ? `${day} ${time}` : `${day} ${time}.${pad(micros, 6)}`;
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
export function formatDuration(months: number, days: number, nanoseconds: bigint): string {
  const sign = months < 0 || days < 0 || nanoseconds < 0n ? '-' : '';
  const parts: readonly (readonly [bigint | number, string])[] = [
    [Math.trunc(Math.abs(months) / 12), 'y'],
    [Math.abs(months) % 12, 'mo'],
    [Math.abs(days), 'd'],
    ...timeParts(nanoseconds < 0n ? -nanoseconds : nanoseconds),
  ];
  const text = parts.map(([count, unit]) => (Number(count) === 0 ? '' : `${count}${unit}`)).join('');
  return sign + text;
}

function timeParts(nanoseconds: bigint): readonly (readonly [bigint, string])[] {
  let left = nanoseconds;
  return UNITS.map(([size, unit]) => {
    const count = left / size;
    left %= size;
    return [count, unit];
  });
}
