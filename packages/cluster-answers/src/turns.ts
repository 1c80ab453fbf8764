import { throwIfAborted } from '@ringside/core';

/** Lets work on a node have its turn, one after the other. */
export interface NodeTurns {
  /**
   * Runs work when all that came before on the same node is over.
   *
   * @param signal gives the turn up for as long as it has not come
   */
  take<T>(node: object, work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** Makes {@link NodeTurns}. How many wait is bounded by the places that requests have. */
export function createTurns(): NodeTurns {
  const last = new WeakMap<object, Promise<unknown>>();
  return {
    take(node, work, signal) {
      const turn = (last.get(node) ?? Promise.resolve()).then(async () => {
        throwIfAborted(signal, 'Waiting for its turn');
        return work();
      });
      last.set(
        node,
        turn.catch(() => undefined),
      );
      return turn;
    },
  };
}
