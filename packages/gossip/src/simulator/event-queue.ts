interface Entry<T> {
  readonly atMs: number;
  readonly sequence: number;
  readonly value: T;
}

/** Things to happen, by time and, at the same time, in the order they were put in. A binary heap. */
export class EventQueue<T> {
  readonly #heap: Entry<T>[] = [];
  #sequence = 0;

  /** When the next thing happens, or undefined when nothing will. */
  get nextAtMs(): number | undefined {
    return this.#heap[0]?.atMs;
  }

  /** Puts in a thing to happen at a time. */
  push(atMs: number, value: T): void {
    const entry = { atMs, sequence: this.#sequence++, value };
    let index = this.#heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(entry, this.#heap[parent])) break;
      this.#heap[index] = this.#heap[parent] as Entry<T>;
      index = parent;
    }
    this.#heap[index] = entry;
  }

  /** Takes out the next thing to happen, or undefined when there is none. */
  pop(): T | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#sink(last);
    return first?.value;
  }

  #sink(entry: Entry<T>): void {
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (isBefore(this.#heap[child + 1], this.#heap[child])) child += 1;
      if (!isBefore(this.#heap[child], entry)) break;
      this.#heap[index] = this.#heap[child] as Entry<T>;
      index = child;
    }
    this.#heap[index] = entry;
  }
}

function isBefore<T>(left: Entry<T> | undefined, right: Entry<T> | undefined): boolean {
  if (left === undefined || right === undefined) return left !== undefined;
  return left.atMs < right.atMs || (left.atMs === right.atMs && left.sequence < right.sequence);
}
