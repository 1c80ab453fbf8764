/** The shortest time that Cassandra keeps a snapshot (`cassandra.snapshot.min_allowed_ttl_seconds`). */
const LEAST_SECONDS = 60;
/** The longest time that Cassandra can count (`DurationSpec.IntSecondsBound`). */
const MOST_SECONDS = 2 ** 31 - 1;
const SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/** The rule of {@link parseSnapshotTtl}, to complete "must be". */
export const SNAPSHOT_TTL_RULE: string = `a whole number of s, m, h or d, from ${LEAST_SECONDS}s to ${Math.floor(MOST_SECONDS / 86_400)}d`;

/**
 * Reads how long a snapshot is to be kept, such as `2d`.
 *
 * @returns milliseconds; undefined for text that is no such time, or one that Cassandra does not take: under a minute, or over 68 years
 */
export function parseSnapshotTtl(text: string): number | undefined {
  const [, amount, unit = ''] = /^0{0,5}([1-9]\d{0,9})([dhms])$/.exec(text) ?? [];
  const seconds = Number(amount) * (SECONDS[unit] ?? Number.NaN);
  return isSnapshotTtl(seconds * 1_000) ? seconds * 1_000 : undefined;
}

/** Whether Cassandra takes so many milliseconds as the time that a snapshot is kept: whole seconds, from 60 to 2^31 - 1. */
export function isSnapshotTtl(ttlMs: number): boolean {
  const seconds = ttlMs / 1_000;
  return Number.isInteger(seconds) && seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS;
}

/** The texts that {@link parseSnapshotTtl} reads, as a JSON schema has them. */
export const SNAPSHOT_TTL_PATTERN: string = `^(?:${Object.entries(SECONDS)
  .map(([unit, seconds]) => `0{0,5}(?:${upTo(Math.floor(MOST_SECONDS / seconds))})${unit}`)
  .join('|')})$`;

/** A pattern of the whole numbers from 1 (from 60 for seconds, which are the only ones that go so high) to another one. */
function upTo(most: number): string {
  const digits = String(most);
  const shorter = most === MOST_SECONDS ? `[6-9]\\d|[1-9]\\d{2,${digits.length - 2}}` : `[1-9]\\d{0,${digits.length - 2}}`;
  const below: string[] = [];
  for (let place = 0; place < digits.length; place += 1) {
    const [digit, least] = [Number(digits[place]), place === 0 ? 1 : 0];
    if (digit > least) below.push(`${digits.slice(0, place)}[${least}-${digit - 1}]\\d{${digits.length - place - 1}}`);
  }
  return [shorter, ...below, digits].join('|');
}
