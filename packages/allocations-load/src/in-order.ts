/** What work on an item came to. */
export interface Done<Item, Result> {
  /** The item. */
  readonly item: Item;
  /** What the work returned. */
  readonly result: Result;
}

/**
 * Works on several items at a time, and tells the results in the order of the items. An item is taken only when fewer than `concurrency` are in work or wait to be told.
 *
 * @param items are taken one by one
 * @throws what an item or the source fails with, in its turn, after everything that was begun has ended
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  concurrency: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Done<Item, Result>, void, undefined> {
  const source = items[Symbol.asyncIterator]();
  const begun: { readonly item: Item; readonly result: Promise<Result> }[] = [];
  let last: { readonly failure?: unknown } | undefined;
  try {
    for (;;) {
      while (last === undefined && begun.length < concurrency) last = await begin(source, work, begun);
      const head = begun.shift();
      if (head === undefined) break;
      yield { item: head.item, result: await head.result };
    }
    if (last !== undefined && 'failure' in last) throw last.failure;
  } finally {
    await Promise.allSettled(begun.map(({ result }) => result));
    await source.return?.();
  }
}

/** Takes one item and begins the work on it. @returns undefined; after the last item how the source ended */
async function begin<Item, Result>(
  source: AsyncIterator<Item>,
  work: (item: Item) => Promise<Result>,
  begun: { readonly item: Item; readonly result: Promise<Result> }[],
): Promise<{ readonly failure?: unknown } | undefined> {
  try {
    const next = await source.next();
    if (next.done === true) return {};
    const result = work(next.value);
    // It is looked at in its turn; until then nobody does.
    result.catch(() => undefined);
    begun.push({ item: next.value, result });
    return undefined;
  } catch (failure) {
    return { failure };
  }
}
