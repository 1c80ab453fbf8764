import type { Clock } from '@ringside/core';

/** A look that ends so much later than it may has not only waited for others. */
const SLACK_MS = 100;

/**
 * Tells the silence of others from a stall of this process, as on a machine with too much to do: the time for an answer was up before the answer that lay
 * there was read. Cassandra's failure detector does the same with `MAX_LOCAL_PAUSE_IN_MS`.
 *
 * @param withinMs how long a look takes at the longest
 * @returns tells of each look, when it has ended, whether its silence says nothing. Of several in a row only the first one does not: a process that stalls
 *   again and again must find out about others all the same
 */
export function createStallExcuse(
  clock: Clock,
  withinMs: number,
): (look: { readonly startMs: number; readonly isSilent: boolean }) => boolean {
  let isUsed = false;
  return ({ startMs, isSilent }) => {
    const excuses = isSilent && !isUsed && clock.monotonicMs() - startMs > withinMs + SLACK_MS;
    isUsed = isSilent && (isUsed || excuses);
    return excuses;
  };
}
