import { expect, it, vi } from 'vitest';
import { eventLines } from './event-lines.ts';

it('an event that stays away is waited for once, however many heartbeats pass', async () => {
  let come: (event: IteratorResult<unknown>) => void = () => {};
  const next = new Promise<IteratorResult<unknown>>((resolve) => (come = resolve));
  const waits = vi.spyOn(next, 'then');
  // Not async: that would give away another promise each time.
  const lines = eventLines({ [Symbol.asyncIterator]: () => ({ next: () => next }) }, 1, new AbortController().signal);
  for (let line = 0; line < 20; line += 1) expect(await lines.next()).toEqual({ done: false, value: ':\n\n' });
  expect(waits).toHaveBeenCalledTimes(1);
  come({ done: false, value: 'late' });
  const rest = async (): Promise<unknown> => {
    for await (const line of lines) if (line !== ':\n\n') return line;
    return undefined;
  };
  expect(await rest()).toBe('data: "late"\n\n');
});
