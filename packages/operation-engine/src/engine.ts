import { type Operation, operationErrors } from '@ringside/operations';
import { AbandonedSteps } from './abandoned.ts';
import { ENGINE_TIMES, type EngineTimes } from './bounds.ts';
import { tell } from './claim.ts';
import { endingOf } from './decide.ts';
import { NodeWorker } from './node-worker.ts';
import type { EnginePorts } from './ports.ts';

/** One sidecar's part in all operations. */
export interface Engine {
  /** Takes part until the signal aborts; never rejects. What was begun with a node then goes on in the next life of the sidecar. */
  run(signal: AbortSignal): Promise<void>;
  /** Looks at once: somebody knows that there is something new. */
  wake(): void;
}

/**
 * Makes the part of one sidecar. It does the steps of its own nodes; with all others it sees that steps which nobody does are given up, and that operations end.
 * There is no leader: whatever one does is a conditional write that another one could as well have made.
 *
 * @param times Default: {@link ENGINE_TIMES}
 */
export function createEngine(ports: EnginePorts, times: EngineTimes = ENGINE_TIMES): Engine {
  return new OperationEngine({ ...ports, note: once(ports.note) }, times);
}

/** What is tried again each second is said once, until something else is. */
function once(note: (sentence: string) => void): (sentence: string) => void {
  let said: string | undefined;
  return (sentence) => {
    if (sentence !== said) note(sentence);
    said = sentence;
  };
}

/** What a look found: the active operation where there is one. */
interface Seen {
  readonly operation: Operation | undefined;
}

class OperationEngine implements Engine {
  readonly #ports: EnginePorts;
  readonly #times: EngineTimes;
  readonly #abandoned: AbandonedSteps;
  /** By the place of the node among those of the sidecar; one that is not known yet has none. */
  readonly #workers = new Map<number, NodeWorker>();
  readonly #busy = new Set<NodeWorker>();
  /** Since when the store cannot be read. */
  #unreadableSinceMs: number | undefined;
  #nap = new AbortController();

  constructor(ports: EnginePorts, times: EngineTimes) {
    this.#ports = ports;
    this.#times = times;
    this.#abandoned = new AbandonedSteps(ports, ports.clock, times.abandonedAfterMs);
  }

  wake(): void {
    this.#nap.abort();
  }

  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.wake(), { once: true });
    while (!signal.aborted) {
      await this.#findNodes();
      const seen = await this.#look();
      if (seen?.operation !== undefined) await this.#conclude(seen.operation);
      for (const worker of this.#workers.values()) this.#begin(worker, seen, signal);
      await this.#pause(seen?.operation);
    }
  }

  /** Who a node is may be known only after a while, when it has answered. */
  async #findNodes(): Promise<void> {
    for (const [place, find] of this.#ports.nodes.entries()) {
      if (this.#workers.has(place)) continue;
      const node = await find().catch((error: unknown) => this.#ports.note((error as Error).message));
      if (node !== undefined) this.#workers.set(place, new NodeWorker(node, this.#ports, this.#times));
    }
  }

  /** Undefined where the store cannot be read now. */
  async #look(): Promise<Seen | undefined> {
    const { store } = this.#ports;
    try {
      const id = await store.active();
      const operation = id === undefined ? undefined : await store.read(id);
      this.#unreadableSinceMs = undefined;
      return { operation };
    } catch (error) {
      this.#noteUnreadable(error as Error);
      return undefined;
    }
  }

  /** While nodes are restarted it is away for moments; only more than that is said. */
  #noteUnreadable(error: Error): void {
    const { clock, note } = this.#ports;
    this.#unreadableSinceMs ??= clock.monotonicMs();
    const isLong = clock.monotonicMs() - this.#unreadableSinceMs > this.#times.unreadableAfterMs;
    if (isLong || !operationErrors.OPERATIONS_UNAVAILABLE.is(error)) note(`Operations cannot be read: ${error.message}`);
  }

  /** Gives up what nobody does, ends an operation of which nothing is left to do, and lets go of one that has ended. */
  async #conclude(operation: Operation): Promise<void> {
    const { store, clock, note } = this.#ports;
    await this.#abandoned.look(operation);
    const state = endingOf(operation);
    if (state !== undefined) {
      const set = { operation: { state, endedAtMs: clock.nowMs() } };
      if ((await tell(this.#ports, operation.id, { expected: { operation: { state: 'running' } }, set })) === 'told') this.wake();
    }
    if (operation.state !== 'running') await store.release(operation.id).catch((error: unknown) => note((error as Error).message));
  }

  #begin(worker: NodeWorker, seen: Seen | undefined, signal: AbortSignal): void {
    if (this.#busy.has(worker) || signal.aborted) return;
    this.#busy.add(worker);
    // Nobody waits for it: a stop and a start take minutes.
    void this.#finish(worker, () => (seen === undefined ? worker.recover() : worker.advance(seen.operation, signal)));
  }

  async #finish(worker: NodeWorker, work: () => Promise<boolean>): Promise<void> {
    try {
      if (await work()) this.wake();
    } catch (error) {
      this.#ports.note(`${worker.node}: ${(error as Error).message}`);
    } finally {
      this.#busy.delete(worker);
    }
  }

  async #pause(operation: Operation | undefined): Promise<void> {
    const { idleEveryMs, activeEveryMs, activePerNodeMs } = this.#times;
    const durationMs = operation === undefined ? idleEveryMs : activeEveryMs + activePerNodeMs * operation.steps.length;
    await this.#ports.clock.sleep(durationMs, this.#nap.signal).catch(() => undefined);
    this.#nap = new AbortController();
  }
}
