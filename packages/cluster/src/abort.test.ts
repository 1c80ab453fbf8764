import { expect, test } from 'vitest';
import { allTogether } from './abort.ts';

test('works that are done together are all waited for when one fails, and told to stop', async () => {
  const ended: string[] = [];
  const failing = async (): Promise<void> => {
    throw new Error('first');
  };
  const slow = async (signal: AbortSignal): Promise<void> => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    await new Promise((resolve) => setImmediate(resolve));
    ended.push('slow');
    throw new Error('second');
  };
  await expect(allTogether([slow, failing, slow])).rejects.toThrow('first');
  expect(ended).toEqual(['slow', 'slow']);
});

test('works that are done together are told when the caller stops', async () => {
  const abort = new AbortController();
  const work = async (signal: AbortSignal): Promise<void> => {
    abort.abort();
    signal.throwIfAborted();
  };
  await expect(allTogether([work], abort.signal)).rejects.toMatchObject({ name: 'AbortError' });
});
