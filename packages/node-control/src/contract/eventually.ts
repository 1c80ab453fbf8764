import { systemClock, waitUntil } from '@ringside/core';
import { expect } from 'vitest';

/** Waits, a minute at most, until an observation is as expected; fails with the last one. */
export async function eventually<T>(observe: () => Promise<T>, expected: T): Promise<void> {
  let last: T | undefined;
  await waitUntil(
    async () => {
      last = await observe();
      return last === expected ? true : undefined;
    },
    { clock: systemClock, pollMs: 200, withinMs: 60_000 },
  );
  expect(last).toBe(expected);
}
