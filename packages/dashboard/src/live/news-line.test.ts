import { type Clock, errors, systemClock } from '@ringside/core';
import { expect, it } from 'vitest';
import { createNewsLine } from './news-line.ts';

type Event = { readonly cursor: string; readonly about: readonly string[] };
const EVENT: Event = { cursor: '1-1', about: ['127.0.0.1:7000'] };

/** Connections of which each says what it is given to say, then breaks off; the last one waits for its end. */
function connections(...told: readonly (readonly Event[] | Error)[]) {
  const left = [...told];
  const pauses: number[] = [];
  const clock: Clock = {
    ...systemClock,
    sleep: async (ms, signal) => {
      pauses.push(ms);
      return systemClock.sleep(ms > 60_000 ? ms : 0, signal);
    },
  };
  const client = {
    observationEvents: async (_?: object, options?: { readonly signal?: AbortSignal | undefined }): Promise<AsyncIterable<Event>> => {
      const next = left.shift();
      if (next instanceof Error) throw next;
      return eventsOf(next, options?.signal);
    },
  };
  return { client, clock, pauses, left };
}

async function* eventsOf(events: readonly Event[] | undefined, signal: AbortSignal | undefined): AsyncGenerator<Event> {
  for (const event of events ?? []) yield event;
  if (events === undefined) await systemClock.sleep(1_000_000, signal);
}

it('wakes whoever waits at each event, and connects again after the sidecar was gone', async () => {
  const gone = errors.INTERNAL({ message: 'No sidecar answers' });
  const { client, clock, pauses } = connections([EVENT], gone, gone, [EVENT, EVENT]);
  const line = createNewsLine(client, clock);
  const states: string[] = [];
  const stop = new AbortController();
  line.subscribe(() => {
    states.push(line.state);
    if (states.length === 4) stop.abort();
  });
  const woken = line.wait(1_000_000, new AbortController().signal);
  await line.run(stop.signal);
  await woken;
  expect(states).toEqual(['connected', 'lost', 'connected', 'lost']);
  expect(pauses.filter((ms) => ms < 60_000).slice(0, 3)).toEqual([500, 1_000, 2_000]);
});

it('waits no longer than it is told to, and not at all after its end', async () => {
  const line = createNewsLine(connections().client, systemClock);
  await line.wait(1, new AbortController().signal);
  await line.wait(1_000_000, AbortSignal.abort());
  expect(line.state).toBe('trying');
});
