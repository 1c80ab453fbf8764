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
  return new OperationEngine(ports, times);
}

class OperationEngine implements Engine {
  readonly #ports: EnginePorts;
  readonly #times: EngineTimes;
  readonly #abandoned: AbandonedSteps;
  readonly #busy = new Set<NodeWorker>();
  #nap = new AbortController();

  constructor(ports: EnginePorts, times: EngineTimes) {
    this.#ports = ports;
    this.#times = times;
    this.#abandoned = new AbandonedSteps(ports.store, ports.clock, times.abandonedAfterMs);
  }

  wake(): void {
    this.#nap.abort();
  }

  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.wake(), { once: true });
    const workers = await this.#workers(signal);
    while (!signal.aborted) {
      const seen = await this.#look();
      if (seen?.operation !== undefined) await this.#conclude(seen.operation);
      for (const worker of workers) if (seen !== undefined && !signal.aborted) this.#begin(worker, seen.operation);
      await this.#pause(seen?.operation);
    }
  }

  /** Who the own nodes are may be known only after a while, when none of them has answered yet. */
  async #workers(signal: AbortSignal): Promise<readonly NodeWorker[]> {
    while (!signal.aborted) {
      const nodes = await this.#ports.nodes().catch(() => []);
      const workers = nodes.map((node) => new NodeWorker(node, this.#ports, this.#times));
      for (const worker of workers) this.#run(worker, () => worker.recover().then(() => false));
      if (workers.length > 0) return workers;
      await this.#pause(undefined);
    }
    return [];
  }

  /** The active operation, where there is one; undefined where that cannot be read now. */
  async #look(): Promise<{ readonly operation: Operation | undefined } | undefined> {
    const { store } = this.#ports;
    try {
      const id = await store.active();
      return { operation: id === undefined ? undefined : await store.read(id) };
    } catch (error) {
      if (!operationErrors.OPERATIONS_UNAVAILABLE.is(error)) this.#ports.note((error as Error).message);
      return undefined;
    }
  }

  /** Gives up what nobody does, ends an operation of which nothing is left to do, and lets go of one that has ended. */
  async #conclude(operation: Operation): Promise<void> {
    const { store, clock, note } = this.#ports;
    try {
      await this.#abandoned.look(operation);
      const state = endingOf(operation);
      if (state !== undefined) {
        const set = { operation: { state, endedAtMs: clock.nowMs() } };
        await tell(store, operation.id, { expected: { operation: { state: 'running' } }, set });
        this.wake();
      }
      if (operation.state !== 'running') await store.release(operation.id);
    } catch (error) {
      note((error as Error).message);
    }
  }

  #begin(worker: NodeWorker, operation: Operation | undefined): void {
    if (!this.#busy.has(worker)) this.#run(worker, () => worker.advance(operation));
  }

  /** Nobody waits for it: a stop and a start take minutes. */
  #run(worker: NodeWorker, work: () => Promise<boolean>): void {
    this.#busy.add(worker);
    void this.#finish(worker, work);
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
