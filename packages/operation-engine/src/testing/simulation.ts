import {
  type Created,
  createMemoryStore,
  currentBatch,
  type JournalEntry,
  type Operation,
  operationErrors,
  type OperationStore,
} from '@ringside/operations';
import { nodeControlErrors } from '@ringside/node-control';
import { ENGINE_TIMES } from '../bounds.ts';
import { createEngine } from '../engine.ts';
import type { EngineNode, EnginePorts } from '../ports.ts';
import { Random } from './random.ts';
import { type Life, Schedule } from './schedule.ts';

type Fault = 'crash' | 'pause' | 'kill' | 'cut' | 'cutOne' | 'double';

const FAULTS: readonly Fault[] = ['crash', 'crash', 'pause', 'kill', 'cut', 'cutOne', 'double'];
/** Between a look and what follows from it a node can die at any time: no engine can help it. */
const OF_SIDECARS: readonly Fault[] = ['crash', 'pause', 'double'];
const ID = 'operation';
const MINUTE_MS = 60_000;
/** Whatever happens, an operation ends within so long. */
const ENDS_WITHIN_MS = 4 * 60 * MINUTE_MS;
const MOST_STEPS = 200_000;
/** Looks are rarer than in earnest, so that a run takes no longer than it has to. */
const TIMES = { ...ENGINE_TIMES, idleEveryMs: 10_000, activeEveryMs: 4_000, settleEveryMs: 4_000 };
/** How likely something goes wrong where a sidecar asks for something that matters. */
const FAULT_CHANCE = 0.03;

/** A node, its process, what its sidecar keeps on its disk, and the life of that sidecar. */
interface Machine {
  readonly node: string;
  isUp: boolean;
  /** It runs, and takes no CQL: drained, and not ended. */
  isHalfway: boolean;
  /** Since its process was killed by somebody else. */
  isBroken: boolean;
  /** How often it still fails to start. */
  failures: number;
  journal: JournalEntry | undefined;
  life: Life & { readonly owner: string; cutUntilMs: number; provedMs: number };
  /** How often an engine took it down. */
  stops: number;
}

/** What came of one run. */
export interface Outcome {
  /** The operation at its end; undefined where it did not end. */
  readonly operation: Operation | undefined;
  /** What must never be, and was. */
  readonly violations: readonly string[];
  /** How often each node was taken down. */
  readonly stops: readonly number[];
}

/** Nothing is repaired in these simulations. */
const NO_REPAIR: EngineNode['repair'] = {
  startRepair: () => Promise.reject(new Error('nothing is repaired here')),
  repairOutcome: () => Promise.reject(new Error('nothing is repaired here')),
};

/** A cluster of which every range has three replicas, one in each rack, and needs two; each node with a sidecar that takes part in one restart, with the faults that a seed decides. */
export class Simulation {
  readonly #random: Random;
  readonly #schedule: Schedule;
  readonly #machines: Machine[];
  readonly #store: OperationStore = createMemoryStore();
  readonly #violations: string[] = [];
  readonly #faults: boolean;
  readonly #world: Life = { skewMs: 0, isPaused: false, isDead: false };
  /** How many replicas the store has: the first nodes. */
  readonly #replicas: number;
  #lives = 0;
  /** Until when nobody reaches the store. */
  #cutUntilMs = 0;
  /** Two sidecars that live at the same time may both restart their node, each with a proof. */
  #hadTwo = false;
  /** When somebody else last killed a node. */
  #killedMs = -Infinity;
  /** How much may still go wrong. */
  #faultsLeft: number;

  constructor(seed: number, { faults }: { readonly faults: boolean }) {
    this.#random = new Random(seed);
    this.#schedule = new Schedule(this.#random);
    this.#faults = faults;
    this.#faultsLeft = faults ? this.#random.below(6) : 0;
    this.#replicas = this.#random.pick([1, 3, 3]);
    const count = this.#random.pick([3, 3, 6, 9]);
    this.#machines = Array.from({ length: count }, (_, place) => this.#machine(place));
  }

  async run(): Promise<Outcome> {
    for (const machine of this.#machines) this.#boot(machine);
    await this.#create();
    if (this.#random.chance(0.4)) void this.#changeMinds();
    void this.#mendInTheEnd();
    let ended: Operation | undefined;
    for (let step = 0; step < MOST_STEPS && this.#schedule.nowMs < ENDS_WITHIN_MS; step += 1) {
      if (!(await this.#schedule.step())) break;
      const now = await this.#store.read(ID);
      if (now?.state !== 'running' && (await this.#store.active()) === undefined) ended = now;
      if (ended !== undefined && this.#isQuiet()) break;
    }
    this.#judgeEnd(ended);
    return { operation: ended, violations: this.#violations, stops: this.#machines.map(({ stops }) => stops) };
  }

  #machine(place: number): Machine {
    const life = this.#newLife();
    const failures = this.#faults && this.#random.chance(0.1) ? this.#random.pick([1, 1, 99]) : 0;
    return {
      node: `10.0.0.${place + 1}:7000`,
      isUp: true,
      isHalfway: false,
      isBroken: false,
      failures,
      journal: undefined,
      life,
      stops: 0,
    };
  }

  #newLife(): Machine['life'] {
    this.#lives += 1;
    return {
      owner: `life ${this.#lives}`,
      skewMs: (this.#random.next() - 0.5) * 20 * MINUTE_MS,
      isPaused: false,
      isDead: false,
      cutUntilMs: 0,
      provedMs: -Infinity,
    };
  }

  #boot(machine: Machine): void {
    const { life } = machine;
    const ports: EnginePorts = {
      store: this.#storeOf(machine, life),
      nodes: [async () => this.#engineNode(machine, life)],
      judge: {
        whyNotStop: (nodes) =>
          this.#after(machine, life, () => this.#prove(life, nodes), this.#faults && this.#random.chance(0.05) ? 40_000 : 50),
        whyNotRepair: async () => ['nothing is repaired here'],
        whyNotBack: () => this.#after(machine, life, () => (this.#random.chance(0.7) && machine.isUp ? undefined : 'a peer has it down')),
      },
      owner: life.owner,
      clock: this.#schedule.clockOf(life),
      note: () => undefined,
    };
    void createEngine(ports, TIMES).run(new AbortController().signal);
  }

  /** What is true at the end of a caller's turn, so that what follows at once follows from it. Before and after it something may go wrong. */
  async #after<T>(machine: Machine, life: Life, look: () => T, withinMs = 50): Promise<T> {
    this.#mayBreak(machine);
    await this.#schedule.turn(life, this.#random.below(withinMs));
    const seen = look();
    if (this.#mayBreak(machine, OF_SIDECARS)) await this.#schedule.turn(life);
    return seen;
  }

  #engineNode(machine: Machine, life: Machine['life']): EngineNode {
    return {
      node: machine.node,
      repair: NO_REPAIR,
      journal: {
        read: () => this.#after(machine, life, () => machine.journal),
        write: (entry) => this.#after(machine, life, () => void (machine.journal = entry)),
        clear: () => this.#after(machine, life, () => void (machine.journal = undefined)),
      },
      process: {
        look: () =>
          this.#after(machine, life, () => ({
            state: machine.isUp ? 'up' : machine.isHalfway ? 'starting' : 'gone',
            pid: undefined,
            sentence: '',
          })),
        stop: () => this.#stop(machine, life),
        start: () => this.#start(machine, life),
      },
    };
  }

  async #stop(machine: Machine, life: Machine['life']): Promise<void> {
    const operation = (await this.#store.read(ID)) as Operation;
    if (machine.isUp) {
      this.#judgeStop(machine, life, operation);
      machine.stops += 1;
    }
    // Where no process is, a second sidecar for example finds nothing to stop.
    if (!machine.isUp && !machine.isHalfway) return await this.#schedule.turn(life, this.#random.below(50));
    machine.isUp = false;
    machine.isHalfway = true;
    this.#mayBreak(machine);
    await this.#schedule.turn(life, this.#random.below(MINUTE_MS));
    this.#mayBreak(machine);
    await this.#schedule.turn(life);
    if (this.#faults && this.#random.chance(0.05))
      throw nodeControlErrors.PROCESS_NOT_STOPPED({ message: `${machine.node} did not stop: planted` });
    machine.isHalfway = false;
  }

  async #start(machine: Machine, life: Life): Promise<void> {
    const isSlow = this.#faults && this.#random.chance(0.1);
    await this.#schedule.turn(life, this.#random.below(isSlow ? 9 * MINUTE_MS : 2 * MINUTE_MS));
    if (machine.isUp) return;
    if (machine.isHalfway) throw nodeControlErrors.PROCESS_NOT_STARTED({ message: `${machine.node} runs, and takes no CQL` });
    if (machine.failures > 0) {
      machine.failures -= 1;
      throw nodeControlErrors.PROCESS_NOT_STARTED({ message: `${machine.node} did not start: planted` });
    }
    machine.isUp = true;
    machine.isBroken = false;
  }

  /** Without a quorum of its first three nodes, or while it is cut off, the store decides nothing; now and then an answer is lost. */
  #storeOf(machine: Machine, life: Machine['life']): OperationStore {
    const ask = async <T>(decide: () => Promise<T>): Promise<T> => {
      await this.#schedule.turn(life, this.#random.below(50));
      const alive = this.#machines.slice(0, this.#replicas).filter(({ isUp }) => isUp).length;
      if (alive * 2 <= this.#replicas || this.#schedule.nowMs < this.#cutUntilMs)
        throw operationErrors.OPERATIONS_UNAVAILABLE({ message: 'no quorum' });
      const answer = await decide();
      if (this.#faults && this.#random.chance(0.03)) throw operationErrors.OPERATIONS_UNAVAILABLE({ message: 'the answer was lost' });
      if (this.#faults && this.#random.chance(0.005)) throw new Error('authorization could not be checked');
      return answer;
    };
    return {
      create: (operation) => ask<Created>(() => this.#store.create(operation)),
      active: () => ask(() => this.#store.active()),
      read: (id) => ask(() => this.#store.read(id)),
      list: (limit) => ask(() => this.#store.list(limit)),
      write: async (id, write) => {
        this.#mayBreak(machine);
        const answer = await ask(() => this.#store.write(id, write));
        if (this.#mayBreak(machine)) await this.#schedule.turn(life);
        return answer;
      },
      release: (id) => ask(() => this.#store.release(id)),
    };
  }

  async #create(): Promise<void> {
    const racks = [0, 1, 2].map((rack) => this.#machines.filter((_, place) => place % 3 === rack).map(({ node }) => node));
    const batches = this.#random.chance(0.5) ? racks : racks.flat().map((node) => [node]);
    await this.#store.create({ id: ID, kind: 'restart', batches, levels: {}, requestedBy: 'a test', reason: null, requestedAtMs: 0 });
  }

  #whyNotStop(nodes: readonly string[]): readonly string[] {
    const isAlive = this.#machines.map(({ node, isUp }) => isUp && !nodes.includes(node));
    return this.#machines.flatMap((_, place) =>
      [0, 1, 2].filter((next) => isAlive[(place + next) % this.#machines.length]).length >= 2
        ? []
        : [`range ${place} would have one replica`],
    );
  }

  #prove(life: Machine['life'], nodes: readonly string[]): readonly string[] {
    const reasons = this.#whyNotStop(nodes);
    if (reasons.length === 0) life.provedMs = this.#schedule.nowMs;
    return reasons;
  }

  /** What was proved may change in the moment between the proof and the stop, and no later. */
  #judgeStop(machine: Machine, { owner, provedMs }: Machine['life'], operation: Operation): void {
    const step = operation.steps.find(({ node }) => node === machine.node);
    const at = `at ${this.#schedule.nowMs} ms, ${machine.node}`;
    const isFresh = this.#schedule.nowMs - provedMs <= ENGINE_TIMES.freshForMs;
    if (!isFresh) this.#violations.push(`${at}: stopped without a proof that counts`);
    if ((step?.owner !== owner || step.phase !== 'stopping') && !isFresh)
      this.#violations.push(`${at}: stopped by ${owner}, who does not hold it`);
    if (!currentBatch(operation).includes(machine.node)) this.#violations.push(`${at}: stopped before its turn`);
    const [reason] = this.#whyNotStop([machine.node]);
    if (reason !== undefined && this.#killedMs < provedMs) this.#violations.push(`${at}: ${reason}`);
  }

  #judgeEnd(operation: Operation | undefined): void {
    if (operation === undefined) this.#violations.push(`not ended after ${this.#schedule.nowMs} ms`);
    for (const { node, isUp, isBroken, failures, life, stops } of this.#machines) {
      if (!isUp && !isBroken && failures === 0 && !life.isDead) this.#violations.push(`${node} was left down`);
      if (stops > 1 && !this.#hadTwo) this.#violations.push(`${node} was stopped ${stops} times`);
      if (operation?.state === 'succeeded' && stops === 0 && !this.#faults) this.#violations.push(`${node} was not restarted`);
    }
  }

  /** Every sidecar that will ever be back is back, and has had time to tidy up. */
  #isQuiet(): boolean {
    return this.#machines.every(({ journal, life }) => life.isDead || (!life.isPaused && journal === undefined));
  }

  /** Where a sidecar does something that matters, it or something else may break. */
  #mayBreak(machine: Machine, faults: readonly Fault[] = FAULTS): boolean {
    if (this.#faultsLeft === 0 || !this.#random.chance(FAULT_CHANCE)) return false;
    this.#faultsLeft -= 1;
    const fault = this.#random.pick(faults);
    if (fault === 'crash') void this.#crash(machine);
    if (fault === 'pause') void this.#pause(machine);
    if (fault === 'kill') void this.#kill(this.#random.pick(this.#machines));
    if (fault === 'cutOne') machine.life.cutUntilMs = this.#schedule.nowMs + this.#random.pick([30_000, 15 * MINUTE_MS]);
    if (fault === 'double') this.#double(machine);
    if (fault === 'cut') this.#cutUntilMs = this.#schedule.nowMs + this.#random.pick([3_000, 2 * MINUTE_MS, 20 * MINUTE_MS]);
    return true;
  }

  /** A sidecar dies; mostly it comes back. */
  async #crash(machine: Machine): Promise<void> {
    if (machine.life.isDead) return;
    machine.life.isDead = true;
    if (this.#random.chance(0.1)) return;
    await this.#schedule.turn(this.#world, this.#random.pick([1_000, 30_000, 10 * MINUTE_MS]));
    machine.life = this.#newLife();
    this.#boot(machine);
  }

  /** A second sidecar beside the same node: the first one goes on, unless it is frozen. */
  #double(machine: Machine): void {
    const old = machine.life;
    if (old.isDead) return;
    machine.life = this.#newLife();
    this.#hadTwo = true;
    if (this.#random.chance(0.5)) void this.#pause({ ...machine, life: old });
    this.#boot(machine);
  }

  /** A sidecar is frozen, up to long past the time when others give its step up. */
  async #pause({ life }: Machine): Promise<void> {
    life.isPaused = true;
    await this.#schedule.turn(this.#world, this.#random.pick([2_000, 60_000, 20 * MINUTE_MS]));
    life.isPaused = false;
  }

  /** Somebody else kills a node, and brings it back later. */
  async #kill(machine: Machine): Promise<void> {
    if (!machine.isUp) return;
    this.#killedMs = this.#schedule.nowMs;
    Object.assign(machine, { isUp: false, isHalfway: false, isBroken: true });
    await this.#schedule.turn(this.#world, this.#random.pick([10_000, 5 * MINUTE_MS, 60 * MINUTE_MS]));
    if (machine.isBroken) Object.assign(machine, { isUp: true, isBroken: false });
  }

  /** Where a node cannot be started, or nobody is there to start it, people mend it: it may be the one without which the store has no quorum. */
  async #mendInTheEnd(): Promise<void> {
    await this.#schedule.turn(this.#world, 60 * MINUTE_MS);
    for (const machine of this.#machines)
      if (machine.failures > 0 || machine.life.isDead) Object.assign(machine, { failures: 0, isUp: true, isHalfway: false });
  }

  /** People pause, go on, and cancel. */
  async #changeMinds(): Promise<void> {
    for (const intent of this.#random.pick([['pause', 'run'], ['cancel'], ['pause', 'cancel'], ['pause', 'run', 'cancel']] as const)) {
      await this.#schedule.turn(this.#world, this.#random.below(8 * MINUTE_MS));
      await this.#store.write(ID, { expected: { operation: { state: 'running' } }, set: { operation: { intent } } });
    }
  }
}
