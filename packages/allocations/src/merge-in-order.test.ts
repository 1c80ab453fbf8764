import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeInOrder } from './merge-in-order.ts';
import { allOf } from './testing/world.ts';

const OPTIONS = { keyOf: (item: number) => item, pageSize: 3, parallel: 2 };

/** A source that counts its pages. */
async function* pages(items: readonly number[], size: number, onPage: () => void = () => undefined): AsyncGenerator<readonly number[]> {
  for (let at = 0; at < items.length; at += size) {
    onPage();
    yield items.slice(at, at + size);
  }
}

test('mergeInOrder() gives every item once, in order, in pages of the size', async () => {
  const lists = fc.array(fc.array(fc.nat(20), { maxLength: 20 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(lists, fc.integer({ min: 1, max: 5 }), async (lists, size) => {
      const sorted = lists.map((list) => list.toSorted((a, b) => a - b));
      const merged: (readonly number[])[] = [];
      for await (const page of mergeInOrder(
        sorted.map((list) => pages(list, size)),
        OPTIONS,
      ))
        merged.push(page);
      const all = lists.flat().toSorted((a, b) => a - b);
      expect(merged.flat()).toEqual(all);
      expect(merged.map(({ length }) => length)).toEqual(
        Array.from({ length: Math.ceil(all.length / 3) }, (_, at) => Math.min(3, all.length - 3 * at)),
      );
    }),
    { numRuns: 500 },
  );
});

test('mergeInOrder() keeps one page of each source, and reads no further than it is asked to', async () => {
  let read = 0;
  const numbers = Array.from({ length: 100 }, (_, at) => at);
  const merged = mergeInOrder([pages(numbers, 10, () => (read += 1)), pages(numbers, 10, () => (read += 1))], OPTIONS);
  await merged.next();
  expect(read).toBe(2);
  for (let page = 0; page < 7; page += 1) await merged.next();
  // 24 of 200 items are out, 12 of each source, which are on its first two pages.
  expect(read).toBe(4);
});

test('mergeInOrder() skips empty pages, and throws what a source throws', async () => {
  const holes = async function* (): AsyncGenerator<readonly number[]> {
    yield [];
    yield [1];
    yield [];
    throw new Error('unavailable');
  };
  const merged = mergeInOrder([holes(), pages([0, 2], 1)], OPTIONS);
  await expect(allOf(merged)).rejects.toThrow('unavailable');
});
