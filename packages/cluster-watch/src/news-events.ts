import type { ObservationsEvent } from '@ringside/api';
import type { Clock } from '@ringside/core';
import type { ClusterWatch } from './cluster-watch.ts';

/** How long one wait for news is. */
const WAIT_MS = 5_000;
/** A watch that has nothing to tell and does not wait is not asked again before. */
const LEAST_PAUSE_MS = 500;

/**
 * One event at once, and one for whatever is new from then on, until the signal aborts.
 *
 * @param signal ends the events
 */
export async function* newsEvents(
  watch: Pick<ClusterWatch, 'news'>,
  clock: Pick<Clock, 'monotonicMs' | 'sleep'>,
  signal: AbortSignal,
): AsyncGenerator<ObservationsEvent> {
  let after: string | undefined;
  while (!signal.aborted) {
    const askedMs = clock.monotonicMs();
    const { cursor, observations } = await watch.news(after, after === undefined ? 0 : WAIT_MS, signal);
    const isNews = after === undefined || observations.length > 0;
    if (isNews) yield { cursor, about: [...new Set(observations.map(({ about }) => about))] };
    else if (clock.monotonicMs() - askedMs < LEAST_PAUSE_MS) await clock.sleep(LEAST_PAUSE_MS, signal).catch(() => undefined);
    after = cursor;
  }
}
