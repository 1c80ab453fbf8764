import { errors } from '@ringside/core';

/** With ids of this size at most, no key is too long for Cassandra, and the rows of a whole bucket are about 100 MB at most. */
const LONGEST_BYTES = 1_024;

/**
 * Refuses ids that are empty, longer than 1,024 bytes, or not Unicode: Cassandra would store another text in place of half a surrogate pair.
 *
 * @param named what is called what, such as `{ testId: 'big-buttons' }`
 * @throws OpsError INVALID_ARGUMENT
 */
export function checkIds(named: Readonly<Record<string, string>>): void {
  for (const [name, id] of Object.entries(named)) {
    const bytes = Buffer.from(id);
    if (bytes.length > 0 && bytes.length <= LONGEST_BYTES && bytes.toString() === id) continue;
    throw errors.INVALID_ARGUMENT({ message: `${name} is not a text of 1 to ${LONGEST_BYTES} bytes: ${JSON.stringify(id.slice(0, 100))}` });
  }
}

/** @throws OpsError INVALID_ARGUMENT for what is not a whole number from `least` to `most` */
export function checkWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw errors.INVALID_ARGUMENT({ message: `${name} is not a whole number from ${least} to ${most}: ${value}` });
}
