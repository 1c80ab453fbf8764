/** Runs a read, or joins the one of the same key that is under way. */
export type Coalesce = <T>(key: string, read: () => Promise<T>) => Promise<T>;

/**
 * Lets equal reads that overlap in time share one: whoever asks while it runs gets its answer. Nothing is kept after that, so no
 * answer is older than the oldest request that waited for it, and a slow node is asked once, not once a request.
 */
export function createCoalescer(): Coalesce {
  const underWay = new Map<string, Promise<unknown>>();
  return <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const running = underWay.get(key) as Promise<T> | undefined;
    if (running !== undefined) return running;
    const started = read().finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };
}
