import { type Clock, deadlineIn, toOpsError } from '@ringside/core';
import type { Operation, OperationStore } from '@ringside/operations';
import { readOperation } from './change-operation.ts';

/** From one look at an operation to the next. */
const EVERY_MS = 1_000;
/** How long a look may take. */
const LOOK_WITHIN_MS = 5_000;
/** The node that is restarted may be the one without which nobody can tell. */
const MOST_SILENCE_MS = 15 * 60_000;

/** A look at an operation that several may be waiting for. */
interface Look {
  readonly atMs: number;
  readonly operation: Promise<Operation>;
}

/** Follows operations for any number of listeners, with one look a second at each operation. */
export class OperationWatch {
  readonly #store: OperationStore;
  readonly #clock: Clock;
  readonly #looks = new Map<string, Look>();

  constructor(store: OperationStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * An operation as it is now, and again whenever it has changed, until it has ended.
   *
   * @throws OpsError NOT_FOUND, OPERATIONS_UNAVAILABLE: before the first one, or where nobody could tell for a quarter of an hour
   */
  async follow(id: string, signal: AbortSignal): Promise<AsyncIterable<Operation>> {
    return this.#changes(await this.#look(id), signal);
  }

  async *#changes(first: Operation, signal: AbortSignal): AsyncGenerator<Operation> {
    yield first;
    let [told, heardMs] = [first, this.#clock.monotonicMs()];
    while (told.state === 'running') {
      await this.#clock.sleep(EVERY_MS, signal);
      const seen = await this.#look(told.id).catch((error: unknown) => toOpsError(error));
      if (!('steps' in seen)) {
        if (this.#clock.monotonicMs() - heardMs > MOST_SILENCE_MS) throw seen;
        continue;
      }
      heardMs = this.#clock.monotonicMs();
      if (JSON.stringify(seen) !== JSON.stringify(told)) yield seen;
      told = seen;
    }
  }

  /** What was seen less than a second ago, or a new look. */
  #look(id: string): Promise<Operation> {
    const nowMs = this.#clock.monotonicMs();
    for (const [known, { atMs }] of this.#looks) if (nowMs - atMs >= EVERY_MS) this.#looks.delete(known);
    const before = this.#looks.get(id);
    if (before !== undefined) return before.operation;
    const operation = readOperation(this.#store, id, { deadline: deadlineIn(this.#clock, LOOK_WITHIN_MS) });
    this.#looks.set(id, { atMs: nowMs, operation });
    return operation;
  }
}
