import { createManualClock, type ManualClock } from '@ringside/core/testing';
import type { RepairOutcome, StartRepairRequest } from '@ringside/node-control';
import { createMemoryStore, type JournalEntry, type Operation, type OperationStore, type RepairWork } from '@ringside/operations';
import { createEngine } from '../engine.ts';
import type { EngineNode, EnginePorts } from '../ports.ts';

/** The id of the operation. */
export const REPAIR_ID = 'a repair';

/** A repair that a node was told to begin. */
export interface Begun {
  readonly node: string;
  readonly table: string;
  readonly type: StartRepairRequest['type'];
}

/** Nodes that repair as a test tells them, each with a sidecar. */
export class RepairedRing {
  readonly clock: ManualClock = createManualClock();
  readonly store: OperationStore = createMemoryStore();
  /** What was begun, in order. */
  readonly begun: Begun[] = [];
  /** How the repair of that place in {@link begun} is. By default it has succeeded. */
  outcome: (place: number) => RepairOutcome = () => ({ state: 'succeeded', sentences: [] });
  /** Is asked before a repair is begun; it may throw. */
  beforeStart: (table: string) => void = () => undefined;
  /** Why a node may not repair now. */
  whyNot: (node: string) => readonly string[] = () => [];
  /** What is noted beside each node. */
  readonly journals: Map<string, JournalEntry> = new Map();
  readonly #sidecars = new Map<string, AbortController>();
  #lives = 0;

  /** Begins the operation. */
  async begin(batches: readonly (readonly string[])[], repair: RepairWork): Promise<void> {
    await this.store.create({
      id: REPAIR_ID,
      kind: 'repair',
      batches,
      levels: {},
      repair,
      requestedBy: 'a test',
      reason: null,
      requestedAtMs: 0,
    });
    for (const node of batches.flat()) this.boot(node);
  }

  /** Starts the sidecar of a node; one that runs ends. */
  boot(node: string): void {
    this.end(node);
    const ending = new AbortController();
    this.#sidecars.set(node, ending);
    this.#lives += 1;
    const ports: EnginePorts = {
      store: this.store,
      nodes: [async () => this.#engineNode(node)],
      judge: {
        whyNotStop: async () => ['nothing is stopped here'],
        whyNotRepair: async () => this.whyNot(node),
        whyNotBack: async () => undefined,
      },
      owner: `life ${this.#lives}`,
      clock: this.clock,
      note: () => undefined,
    };
    void createEngine(ports).run(ending.signal);
  }

  /** Ends the sidecar of a node. */
  end(node: string): void {
    this.#sidecars.get(node)?.abort();
  }

  /** Lets time pass in steps of a second, at most two hours, until something is so. */
  async until(isSo: (operation: Operation) => boolean): Promise<Operation> {
    for (let second = 0; second < 7_200; second += 1) {
      const operation = (await this.store.read(REPAIR_ID)) as Operation;
      if (isSo(operation)) return operation;
      await this.clock.advance(1_000);
    }
    throw new Error(`It never came to this: ${JSON.stringify(await this.store.read(REPAIR_ID))}`);
  }

  #engineNode(node: string): EngineNode {
    return {
      node,
      process: {
        look: async () => ({ state: 'up', pid: undefined, sentence: '' }),
        stop: () => Promise.reject(new Error('nothing is stopped here')),
        start: () => Promise.reject(new Error('nothing is started here')),
      },
      journal: {
        read: async () => this.journals.get(node),
        write: async (entry) => void this.journals.set(node, entry),
        clear: async () => void this.journals.delete(node),
      },
      repair: {
        startRepair: async ({ tables: [table = ''] = [], type }) => {
          this.beforeStart(table);
          return this.begun.push({ node, table, type });
        },
        repairOutcome: async (command) => this.outcome(command - 1),
      },
    };
  }
}
