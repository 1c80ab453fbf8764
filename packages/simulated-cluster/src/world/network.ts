/** Which node's messages reach which: all do, but for directions that were cut. */
export class Network {
  /** Sender → those whom nothing of it reaches. */
  readonly #cuts = new Map<string, Set<string>>();

  /** Whether nothing is cut. */
  get isWhole(): boolean {
    return this.#cuts.size === 0;
  }

  /** Loses what one node sends to another; the other direction stays. */
  cut(from: string, to: string): void {
    const targets = this.#cuts.get(from) ?? new Set<string>();
    this.#cuts.set(from, targets.add(to));
  }

  /** Makes one direction whole again. */
  mend(from: string, to: string): void {
    const targets = this.#cuts.get(from);
    targets?.delete(to);
    if (targets?.size === 0) this.#cuts.delete(from);
  }

  /** Makes everything whole again. */
  heal(): void {
    this.#cuts.clear();
  }

  /** Whether messages pass in that direction. */
  connects(from: string, to: string): boolean {
    return this.#cuts.get(from)?.has(to) !== true;
  }

  /**
   * The parts into which some nodes fall, numbered. News pass where both directions do: gossip is a conversation, in which what one has heard is told in
   * the answer to what the other has asked.
   */
  components(names: readonly string[]): ReadonlyMap<string, number> {
    const part = new Map<string, number>();
    const left = new Set(names);
    for (let number = 0; left.size > 0; number += 1) {
      const [first] = left as Set<string> & Iterable<string>;
      const open = [first as string];
      left.delete(first as string);
      for (let name = open.pop(); name !== undefined; name = open.pop()) {
        part.set(name, number);
        for (const other of left) {
          if (!this.connects(name, other) || !this.connects(other, name)) continue;
          left.delete(other);
          open.push(other);
        }
      }
    }
    return part;
  }
}
