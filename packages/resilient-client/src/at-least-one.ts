import { errors } from '@ringside/core';

/**
 * Checks settings without which nothing could ever be sent or counted.
 *
 * @param where the option that they are part of
 * @throws OpsError INVALID_ARGUMENT when one of them is less than 1, or no number
 */
export function requireAtLeastOne(where: string, settings: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value >= 1) continue;
    const message = `resilience.${where}.${name} is not a number of at least 1: ${value}`;
    throw errors.INVALID_ARGUMENT({ message, remedy: 'Use a number of at least 1, or leave it out for the default.' });
  }
}
