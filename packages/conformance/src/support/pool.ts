/** Does something for each item, so many at once; the first failure ends it. */
export async function forEachOf<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const source = items.values();
  const worker = async (): Promise<void> => {
    for (const item of source) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
