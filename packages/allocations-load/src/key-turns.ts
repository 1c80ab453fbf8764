/**
 * Work on the same key is done one after the other, in the order in which it was asked for. After a failure, nothing is done on its key any more: whatever is asked for
 * fails in the same way.
 */
export class KeyTurns {
  readonly #last = new Map<string, Promise<unknown>>();

  async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(key);
    const turn = before === undefined ? work() : before.then(work);
    this.#last.set(key, turn);
    const result = await turn;
    if (this.#last.get(key) === turn) this.#last.delete(key);
    return result;
  }
}
