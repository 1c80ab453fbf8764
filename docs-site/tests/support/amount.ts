const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  second: 1_000,
  seconds: 1_000,
  minutes: 60_000,
  h: 3_600_000,
  hours: 3_600_000,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

/**
 * The number that a time, a size or a rate comes to, however it is written: `2000ms` and `2 seconds` are alike, so are `24MiB/s` and
 * `24 MiB`. Times are in milliseconds, sizes in bytes.
 *
 * @throws Error for a text that is none of these
 */
export function amountOf(text: string): number {
  const [, number, unit] = /^([\d.]+) ?([A-Za-z]+)(?:\/s)?$/.exec(text) ?? [];
  const factor = UNITS[unit ?? ''];
  if (number === undefined || factor === undefined) throw new Error(`"${text}" is no time, size or rate`);
  return Number(number) * factor;
}
