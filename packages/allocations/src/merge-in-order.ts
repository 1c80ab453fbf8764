import { mapSome } from '@ringside/core';

/** How sorted sources are merged. */
export interface MergeOptions<Item> {
  /** What each source is sorted by, and the result. */
  readonly keyOf: (item: Item) => number;
  /** Items per page of the result. */
  readonly pageSize: number;
  /** How many sources are begun at a time. */
  readonly parallel: number;
}

/**
 * Merges sorted sources into one sorted sequence, by pages. It buffers one page of each source, and reads the next one when that is used up. The order of items with the
 * same key is not defined.
 *
 * @throws what a source throws
 */
export async function* mergeInOrder<Item>(
  sources: readonly AsyncIterator<readonly Item[], unknown>[],
  { keyOf, pageSize, parallel }: MergeOptions<Item>,
): AsyncGenerator<readonly Item[], void, undefined> {
  const begun = await mapSome(sources, parallel, async (source) => firstPage(source, keyOf));
  const heap = begun.filter((head) => head !== undefined).toSorted((a, b) => a.key - b.key);
  let page: Item[] = [];
  for (let least = heap[0]; least !== undefined; least = heap[0]) {
    page.push(least.items[least.at] as Item);
    if (page.length >= pageSize) {
      yield page;
      page = [];
    }
    if (!(await advance(least, keyOf))) replaceTop(heap);
    sink(heap);
  }
  if (page.length > 0) yield page;
}

/** Where a source is. */
interface Head<Item> {
  readonly source: AsyncIterator<readonly Item[], unknown>;
  items: readonly Item[];
  at: number;
  key: number;
}

async function firstPage<Item>(
  source: AsyncIterator<readonly Item[], unknown>,
  keyOf: (item: Item) => number,
): Promise<Head<Item> | undefined> {
  const head: Head<Item> = { source, items: [], at: -1, key: -Infinity };
  return (await advance(head, keyOf)) ? head : undefined;
}

/** Goes to the next item. @returns false where there is none */
async function advance<Item>(head: Head<Item>, keyOf: (item: Item) => number): Promise<boolean> {
  head.at += 1;
  while (head.at >= head.items.length) {
    const next = await head.source.next();
    if (next.done === true) return false;
    head.items = next.value;
    head.at = 0;
  }
  head.key = keyOf(head.items[head.at] as Item);
  return true;
}

function replaceTop(heap: Head<unknown>[]): void {
  const last = heap.pop();
  if (heap.length > 0 && last !== undefined) heap[0] = last;
}

/** Restores the order of a binary heap, whose top may have become greater than those below it. */
function sink(heap: Head<unknown>[]): void {
  const keyAt = (place: number): number => heap[place]?.key ?? Infinity;
  for (let at = 0; ;) {
    const child = keyAt(2 * at + 1) <= keyAt(2 * at + 2) ? 2 * at + 1 : 2 * at + 2;
    if (keyAt(child) >= keyAt(at)) return;
    [heap[at], heap[child]] = [heap[child] as Head<unknown>, heap[at] as Head<unknown>];
    at = child;
  }
}
