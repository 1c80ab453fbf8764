import { expect, it, vi } from 'vitest';
import { eventLines, type EventSending } from './event-lines.ts';

const SENDING: EventSending = { heartbeatMs: 1, closing: new AbortController().signal, assertAdmitted: async () => undefined };

it('an event that stays away is waited for once, however many heartbeats pass', async () => {
  let come: (event: IteratorResult<unknown>) => void = () => {};
  const next = new Promise<IteratorResult<unknown>>((resolve) => (come = resolve));
  const waits = vi.spyOn(next, 'then');
  // Not async: that would give away another promise each time.
  const lines = eventLines({ [Symbol.asyncIterator]: () => ({ next: () => next }) }, SENDING);
  for (let line = 0; line < 20; line += 1) expect(await lines.next()).toEqual({ done: false, value: ':\n\n' });
  expect(waits).toHaveBeenCalledTimes(1);
  come({ done: false, value: 'late' });
  const rest = async (): Promise<unknown> => {
    for await (const line of lines) if (line !== ':\n\n') return line;
    return undefined;
  };
  expect(await rest()).toBe('data: "late"\n\n');
});

it.each([
  ['has nothing to say', () => new Promise<never>(() => undefined)],
  ['always has something to say', async () => ({ done: false, value: 'event' }) as const],
])('a stream that %s breaks off soon after its caller may be told no more', async (_, next) => {
  let [asked, returned] = [0, 0];
  const assertAdmitted = async (): Promise<void> => {
    asked += 1;
    if (asked === 3) throw new Error('expired');
  };
  const end = async (): Promise<IteratorResult<unknown>> => {
    returned += 1;
    return { done: true, value: undefined };
  };
  const lines = eventLines({ [Symbol.asyncIterator]: () => ({ next, return: end }) }, { ...SENDING, assertAdmitted });
  const listen = async (): Promise<void> => {
    for await (const line of lines) expect(line).toMatch(/^(?::|data: "event")\n\n$/);
  };
  await expect(listen()).rejects.toThrow('expired');
  expect([asked, returned]).toEqual([3, 1]);
});
