import type { ObservationsAnswer } from '@ringside/api';
import { systemClock } from '@ringside/core';
import { expect, it } from 'vitest';
import { newsEvents } from './news-events.ts';
import { unwatched } from './unwatched.ts';

function observationOf(about: string): ObservationsAnswer['observations'][number] {
  return { observer: 'a:1', about, kind: 'gossip', finding: 'down', epoch: 1, sequence: 1, ageMs: 0 };
}

it('newsEvents() tells of what is there at once, then of each node that something new is known of, once', async () => {
  const answers: ObservationsAnswer[] = [
    { cursor: '1-0', observations: [] },
    { cursor: '1-0', observations: [] },
    { cursor: '1-2', observations: ['b:1', 'b:1', 'c:1'].map(observationOf) },
  ];
  const asked: unknown[] = [];
  const news = async (after: string | undefined, waitMs: number): Promise<ObservationsAnswer> => {
    asked.push([after, waitMs]);
    return answers.shift() ?? { cursor: 'never', observations: [] };
  };
  const stop = new AbortController();
  const events = newsEvents({ news }, { monotonicMs: () => 0, sleep: async () => undefined }, stop.signal);
  expect((await events.next()).value).toEqual({ cursor: '1-0', about: [] });
  expect((await events.next()).value).toEqual({ cursor: '1-2', about: ['b:1', 'c:1'] });
  expect(asked).toEqual([
    [undefined, 0],
    ['1-0', 5_000],
    ['1-0', 5_000],
  ]);
  stop.abort();
  expect((await events.next()).done).toBe(true);
});

it('newsEvents() does not ask without pause where nothing is watched, and ends while it waits', async () => {
  let asked = 0;
  const news: typeof unwatched.news = async (...of) => {
    asked += 1;
    return unwatched.news(...of);
  };
  const stop = new AbortController();
  const events = newsEvents({ news }, systemClock, stop.signal);
  await events.next();
  const next = events.next();
  await systemClock.sleep(20);
  expect(asked).toBe(2);
  stop.abort();
  expect((await next).done).toBe(true);
});
