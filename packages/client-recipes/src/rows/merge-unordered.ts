interface Turn<Item> {
  readonly source: AsyncIterator<Item, unknown>;
  readonly result: IteratorResult<Item, unknown>;
}

/**
 * Items of several sources as they come, each source in its own order. A source is asked for its next item only after the item before it was processed, which is
 * when the next one is asked for here. So no more items exist at a time than there are sources.
 *
 * @param sources each is asked by this alone
 * @throws what a source throws, when its turn comes; the other sources are left as they are
 */
export async function* mergeUnordered<Item>(sources: readonly AsyncIterator<Item, unknown>[]): AsyncGenerator<Item, void, undefined> {
  const ask = async (source: AsyncIterator<Item, unknown>): Promise<Turn<Item>> => ({ source, result: await source.next() });
  const asked = new Map(sources.map((source) => [source, ask(source)]));
  while (asked.size > 0) {
    const { source, result } = await Promise.race(asked.values());
    asked.delete(source);
    if (result.done === true) continue;
    yield result.value;
    // It comes last now: a source that always answers first must not keep the others waiting.
    asked.set(source, ask(source));
  }
}
