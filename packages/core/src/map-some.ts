/**
 * Does something with each item, so many at a time.
 *
 * @param items in the order in which work on them begins
 * @param atOnce how many are under way at most
 * @param work called once for each item
 * @returns what each came to, in the order of the items
 * @throws what failed first; the rest is done all the same
 */
export async function mapSome<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const source = items.entries();
  const results: Result[] = [];
  const worker = async (): Promise<void> => {
    for (const [index, item] of source) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
