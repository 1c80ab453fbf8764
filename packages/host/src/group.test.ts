import { throwIfAborted } from '@ringside/core';
import { expect, test } from 'vitest';
import { allOrFirstFailure } from './group.ts';

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
  await expect(allOrFirstFailure([slow, failing, slow])).rejects.toThrow('first');
  expect(ended).toEqual(['slow', 'slow']);
});

test('works that are done together are told when the caller stops', async () => {
  const abort = new AbortController();
  const work = async (signal: AbortSignal): Promise<void> => {
    abort.abort();
    throwIfAborted(signal, 'Working');
  };
  await expect(allOrFirstFailure([work], abort.signal)).rejects.toMatchObject({ code: 'ABORTED' });
});

test('what works that are done together come to is given in their order', async () => {
  const slow = async (): Promise<string> => {
    await new Promise((resolve) => setImmediate(resolve));
    return 'slow';
  };
  expect(await allOrFirstFailure([slow, async () => 'quick'])).toEqual(['slow', 'quick']);
});
