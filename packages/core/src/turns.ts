import { throwIfAborted } from './abort.ts';

/** Lets work have its turn, one after the other. */
export interface Turns {
  /**
   * Runs some work when all that came before is over. Work that has begun is waited for by those after it until it is really over, whoever has given up on
   * it meanwhile.
   *
   * @param work called when its turn comes
   * @param signal gives the turn up for as long as it has not come; without one nothing does
   * @throws what `abortError()` says when the signal has aborted; what the work throws
   */
  take<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** Makes a {@link Turns}. How many wait is for whoever calls to bound. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(work, signal) {
      const turn = last.then(async () => {
        throwIfAborted(signal, 'Waiting for its turn');
        return work();
      });
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}
