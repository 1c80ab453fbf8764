const DURATIONS_NS: readonly (readonly [string, number])[] = [
  ['d', 86_400e9],
  ['h', 3_600e9],
  ['min', 60e9],
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
  ['ns', 1],
];
const SIZES_B: readonly (readonly [string, number])[] = [
  ['TiB', 2 ** 40],
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
  ['B', 1],
];
/** How Cassandra writes a unit, and how this site does. */
const UNITS: Readonly<Record<string, string>> = { m: 'min', us: 'µs', μs: 'µs' };

/** What a number means whose key tells its unit, as the keys of 4.0 do; and the few that do not tell. */
const SUFFIXES: readonly (readonly [RegExp, string])[] = [
  [/_mb_per_sec$/, 'MiB/s'],
  [/_megabits_per_sec$/, 'Mbit/s'],
  [/(?:_in)?_ms$/, 'ms'],
  [/(?:_in)?_(?:s|secs?|seconds)$|_cache_save_period$/, 's'],
  [/(?:_in)?_minutes$/, 'min'],
  [/(?:_in)?_(?:kb|kib)$/, 'KiB'],
  [/(?:_in)?_(?:mb|mib)$/, 'MiB'],
  [/_in_bytes$/, 'B'],
];

/**
 * A default as a reader reads it: `10000ms` is `10 s`, `1024KiB` is `1 MiB`, and so is 1024 of a key that ends in `_in_kb`.
 *
 * @returns `undefined` for a setting that is unset
 */
export function shownValue(key: string, text: string | null): string | undefined {
  if (text === null || text === '') return undefined;
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([A-Za-zµμ]+(?:\/s)?)?$/.exec(text) ?? [];
  if (number === undefined) return text;
  const own = unit === '' ? SUFFIXES.find(([suffix]) => suffix.test(key))?.[1] : (UNITS[unit] ?? unit);
  return own === undefined ? shownNumber(Number(number)) : shownAmount(Number(number), own);
}

function shownAmount(amount: number, unit: string): string {
  const [, bare = unit, rate = ''] = /^(.+?)(\/s)$/.exec(unit) ?? [];
  const scale = [DURATIONS_NS, SIZES_B].find((units) => units.some(([name]) => name === bare));
  const factor = scale?.find(([name]) => name === bare)?.[1];
  if (scale === undefined || factor === undefined || amount === 0) return `${shownNumber(amount)} ${unit}`;
  const total = amount * factor;
  // Two days are told in days, one in hours.
  const [name, size] = scale.find(([one, each]) => Number.isInteger(total / each) && (one !== 'd' || total / each > 1)) ?? [bare, factor];
  return `${shownNumber(total / size)} ${name}${rate}`;
}

const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 6 });

function shownNumber(value: number): string {
  return numbers.format(value);
}
