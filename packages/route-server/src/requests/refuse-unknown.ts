import { errors, nearest } from '@ringside/core';

/**
 * Refuses a name that nobody knows, with the near miss.
 *
 * @param what what is called so, such as `parameter`
 * @throws OpsError `INVALID_ARGUMENT`
 */
export function refuseUnknown(what: string, given: readonly string[], known: readonly string[]): void {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, known);
  throw errors.INVALID_ARGUMENT({
    message: `This route has no ${what} ${JSON.stringify(unknown.slice(0, MOST_SHOWN))}`,
    remedy: near === undefined ? takes(known) : `Did you mean ${near}?`,
    details: { [what]: unknown.slice(0, MOST_SHOWN) },
  });
}

function takes(known: readonly string[]): string {
  return known.length === 0 ? 'It takes none.' : `It takes ${known.join(', ')}.`;
}

const MOST_SHOWN = 80;
