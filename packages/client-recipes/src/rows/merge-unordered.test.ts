import { expect, test } from 'vitest';
import { mergeUnordered } from './merge-unordered.ts';

async function* count(name: string, to: number, log: string[] = []): AsyncGenerator<string, void, undefined> {
  for (let at = 0; at < to; at += 1) {
    log.push(`${name}${at}`);
    yield `${name}${at}`;
  }
}

test('mergeUnordered() gives every item of every source, each source in order', async () => {
  const items: string[] = [];
  for await (const item of mergeUnordered([count('a', 3), count('b', 0), count('c', 5)])) items.push(item);
  expect(items.toSorted()).toEqual(['a0', 'a1', 'a2', 'c0', 'c1', 'c2', 'c3', 'c4']);
  expect(items.filter((item) => item.startsWith('c'))).toEqual(['c0', 'c1', 'c2', 'c3', 'c4']);
});

test('a source is asked for the next item when the one before it was processed, and sources that are always ready take turns', async () => {
  const log: string[] = [];
  const merged = mergeUnordered([count('a', 9, log), count('b', 9, log)]);
  const first = [await merged.next(), await merged.next(), await merged.next()].map(({ value }) => value);
  expect(first).toEqual(['a0', 'b0', 'a1']);
  expect(log).toEqual(['a0', 'b0', 'a1', 'b1']);
});

test('an error of one source ends all', async () => {
  const failing = (async function* (): AsyncGenerator<string, void, undefined> {
    yield 'x';
    throw new Error('lost');
  })();
  const items: string[] = [];
  const all = (async () => {
    for await (const item of mergeUnordered([failing, count('a', 1_000)])) items.push(item);
  })();
  await expect(all).rejects.toThrow('lost');
  expect(items).toContain('x');
});
