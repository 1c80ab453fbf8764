/** As bytes of ASCII: what a name of a file can have on every file system that Cassandra runs on. */
const MAX_TAG_LENGTH = 255;

/**
 * What a snapshot can be called that is taken through Ringside: it is a folder on disk, a part of a URL and a word on a command line, so it starts with a
 * letter, a digit or `_`, and goes on with these and `. - + = @ : ,` and blanks. Cassandra itself would take nearly anything, some of which it then
 * cannot list, clear or print; what is there already can be listed and cleared whatever it is called, as far as Cassandra finds it.
 */
export const NEW_TAG_PATTERN: string = `^[A-Za-z0-9_](?:[A-Za-z0-9_.+=@:, -]{0,${MAX_TAG_LENGTH - 2}}[A-Za-z0-9_.+=@:,-])?$`;

const NEW_TAG = new RegExp(NEW_TAG_PATTERN);

/** Whether a snapshot may be taken under that name. */
export function isNewTag(tag: string): boolean {
  return NEW_TAG.test(tag);
}

/** The rule of {@link isNewTag} in one sentence, for a person whose tag it refuses. */
export const NEW_TAG_RULE: string = `A new snapshot's name has 1 to ${MAX_TAG_LENGTH} letters, digits and . _ - + = @ : , or blanks, and starts with a letter, a digit or _.`;

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
const LEAST_SECONDS = 60;
/** `DurationSpec.IntSecondsBound`. */
const MOST_SECONDS = 2 ** 31 - 1;

/**
 * Reads how long a snapshot is to be kept, such as `2d`.
 *
 * @returns milliseconds; `undefined` for text that is no such time, or one that Cassandra does not take: under a minute, or over 68 years
 */
export function readSnapshotTtl(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,10})([dhms])$/.exec(text) ?? [];
  const seconds = Number(amount) * (SECONDS[unit ?? ''] ?? Number.NaN);
  return seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS ? seconds * 1_000 : undefined;
}
