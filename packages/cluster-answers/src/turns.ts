import { createTurns, type Turns } from '@ringside/core';

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
export function createNodeTurns(): NodeTurns {
  const known = new WeakMap<object, Turns>();
  return {
    take(node, work, signal) {
      const turns = known.get(node) ?? createTurns();
      known.set(node, turns);
      return turns.take(work, signal);
    },
  };
}
