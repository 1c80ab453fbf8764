import { type Clock, throwIfAborted } from '@ringside/core';
import {
  type JournalEntry,
  type Operation,
  type OperationKind,
  type OperationStep,
  STEP_PHASES,
  type StepPhase,
} from '@ringside/operations';
import type { EngineTimes } from './bounds.ts';
import { Claim, tell } from './claim.ts';
import { decideStep } from './decide.ts';
import { HalfwayNode } from './halfway-node.ts';
import type { EngineNode, EnginePorts } from './ports.ts';
import type { Procedure } from './procedure.ts';
import { RepairProcedure } from './repair-procedure.ts';
import { RestartProcedure } from './restart-procedure.ts';

/** A step that waits until it may be begun. */
interface Waiting {
  readonly id: string;
  readonly sinceMs: number;
  lookedMs: number;
  saidMs: number;
  said: string;
}

/** What a claimed step is worked on with. */
interface Work {
  readonly procedure: Procedure;
  readonly phase: StepPhase;
  readonly signal: AbortSignal;
}

/** Does the steps of one node beside the sidecar. It is called by one caller at a time. */
export class NodeWorker {
  readonly #node: EngineNode;
  readonly #ports: EnginePorts;
  readonly #times: EngineTimes;
  readonly #clock: Clock;
  readonly #halfway: HalfwayNode;
  readonly #procedures: Readonly<Record<OperationKind, Procedure>>;
  /** Operations whose step this life has held. What it has lost another life has taken over, and this one is an old one: it keeps out. */
  readonly #held = new Set<string>();
  #waiting: Waiting | undefined;
  /** True once it is known that nothing is under way. */
  #isAtRest = false;
  /** A failure that the store does not know yet. */
  #failure: { readonly claim: Claim; readonly sentence: string } | undefined;

  constructor(node: EngineNode, ports: EnginePorts, times: EngineTimes) {
    this.#node = node;
    this.#ports = ports;
    this.#times = times;
    this.#clock = ports.clock;
    this.#halfway = new HalfwayNode(node, ports, times);
    const begun = (): void => {
      this.#waiting = undefined;
    };
    const parts = { node, ports, times, begun };
    this.#procedures = { restart: new RestartProcedure(parts), repair: new RepairProcedure(parts) };
  }

  /** The node. */
  get node(): string {
    return this.#node.node;
  }

  /**
   * To be called while the store cannot be read: a node that was told to stop is started all the same. It may be the one without which nobody can read.
   */
  async recover(): Promise<boolean> {
    const entry = await this.#node.journal.read();
    if (entry === undefined || !isDown(entry) || !(await this.#halfway.bringBack(entry))) return false;
    await this.#node.journal.write({ ...entry, phase: 'settling' });
    return true;
  }

  /**
   * Does what is to be done next.
   *
   * @param operation the active one; undefined where there is none
   * @param signal aborted when the sidecar ends: then no node is told to stop any more
   * @returns true where something was done, and it is worth to look again at once
   */
  async advance(operation: Operation | undefined, signal: AbortSignal): Promise<boolean> {
    if (this.#failure !== undefined) return await this.#sayFailed();
    const step = operation?.steps.find(({ node }) => node === this.node);
    if (operation === undefined || step === undefined) return await this.#rest(undefined);
    const action = decideStep(operation, step, this.#ports.owner);
    this.#isAtRest &&= action === 'nothing';
    if (action === 'nothing') return await this.#rest(operation);
    if (action === 'claim') return !signal.aborted && (await this.#claim(operation, step));
    if (action === 'adopt') return !this.#held.has(operation.id) && (await this.#adopt(operation, step));
    this.#held.add(operation.id);
    const claim = new Claim({ ...this.#ports, nowMs: () => this.#clock.nowMs() }, operation.id, step);
    return await this.#work(claim, { procedure: this.#procedures[operation.kind], phase: step.phase, signal });
  }

  /** Where nothing is to be done for the node, nothing is under way: one that was given up while it was down is started all the same. */
  async #rest(operation: Operation | undefined): Promise<boolean> {
    this.#waiting = undefined;
    if (this.#isAtRest) return false;
    const entry = await this.#node.journal.read();
    if (entry !== undefined && isDown(entry) && !(await this.#halfway.bringBack(entry))) return false;
    if (entry !== undefined && isResumed(entry, operation)) return false;
    if (entry !== undefined) await this.#node.journal.clear();
    this.#isAtRest = true;
    return false;
  }

  async #claim(operation: Operation, step: OperationStep): Promise<boolean> {
    const nowMs = this.#clock.monotonicMs();
    if (this.#waiting?.id === operation.id && nowMs - this.#waiting.lookedMs < this.#times.waitEveryMs) return false;
    const procedure = this.#procedures[operation.kind];
    const reason = await procedure.whyNot(operation);
    if (reason !== undefined) return await this.#wait(operation, step, reason);
    const told = await tell(this.#ports, operation.id, {
      node: this.node,
      expected: { operation: { state: 'running', intent: 'run', problem: null }, step: { phase: 'pending', epoch: step.epoch } },
      set: {
        step: { phase: procedure.first, owner: this.#ports.owner, epoch: step.epoch + 1, sentence: null, changedAtMs: this.#clock.nowMs() },
      },
    });
    return told === 'told';
  }

  /** Says what the step waits for; after a while it has failed. */
  async #wait({ id, kind }: Operation, step: OperationStep, reason: string): Promise<boolean> {
    const nowMs = this.#clock.monotonicMs();
    const waiting = this.#waitingFor(id, nowMs);
    const isOver = nowMs - waiting.sinceMs > this.#times.patienceMs;
    if (!isOver && waiting.said === reason && nowMs - waiting.saidMs < this.#times.beatEveryMs) return false;
    const sentence = isOver ? `It was not safe to ${this.#procedures[kind].verb} for too long: ${reason}` : reason;
    const told = await tell(this.#ports, id, {
      node: this.node,
      expected: { operation: { state: 'running', problem: null }, step: { phase: 'pending', epoch: step.epoch } },
      set: {
        step: { ...(isOver && { phase: 'failed' as const }), sentence, changedAtMs: this.#clock.nowMs() },
        ...(isOver && { operation: { problem: `${this.node}: ${sentence}` } }),
      },
    });
    if (told === 'told') Object.assign(waiting, { saidMs: nowMs, said: reason });
    return false;
  }

  #waitingFor(id: string, nowMs: number): Waiting {
    if (this.#waiting?.id !== id) this.#waiting = { id, sinceMs: nowMs, lookedMs: nowMs, saidMs: -Infinity, said: '' };
    this.#waiting.lookedMs = nowMs;
    return this.#waiting;
  }

  /** Takes over what an earlier life of the sidecar had begun. */
  async #adopt({ id }: Operation, { phase, epoch }: OperationStep): Promise<boolean> {
    const told = await tell(this.#ports, id, {
      node: this.node,
      expected: { operation: { state: 'running' }, step: { phase, epoch } },
      set: { step: { owner: this.#ports.owner, epoch: epoch + 1, changedAtMs: this.#clock.nowMs() } },
    });
    return told === 'told';
  }

  /** Carries out a step from where it is, and says meanwhile that somebody is at it. */
  async #work(claim: Claim, { procedure, phase, signal }: Work): Promise<boolean> {
    const beating = new AbortController();
    const beats = this.#beat(claim, beating.signal);
    try {
      return await procedure.carryOut(claim, later(phase, await this.#node.journal.read(), claim.id), signal);
    } catch (error) {
      this.#failure = { claim, sentence: (error as Error).message };
      return await this.#sayFailed();
    } finally {
      beating.abort();
      await beats;
    }
  }

  async #sayFailed(): Promise<boolean> {
    if (this.#failure === undefined) return false;
    const { claim, sentence } = this.#failure;
    this.#ports.note(`${this.node}: ${sentence}`);
    if ((await claim.fail(sentence)) === 'unknown') return false;
    this.#failure = undefined;
    // One that did not stop may still go down later: it is looked after until it is up.
    if ((await this.#node.journal.read())?.phase !== 'stopping') await this.#node.journal.clear();
    return true;
  }

  async #beat(claim: Claim, signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        await this.#clock.sleep(this.#times.beatEveryMs, signal);
        throwIfAborted(signal, 'A beat');
        await claim.beat();
      }
    } catch {
      // The work is over.
    }
  }
}

/** True where a sidecar may have left its node down. */
function isDown({ phase }: JournalEntry): boolean {
  return phase === 'stopping' || phase === 'starting';
}

/** True of what an operation that is paused goes on from. */
function isResumed(entry: JournalEntry, operation: Operation | undefined): boolean {
  return entry.phase === 'repairing' && entry.operation === operation?.id && operation.state === 'running';
}

/** The store may be behind: what a node was told is noted on the disk first. */
function later(phase: StepPhase, entry: JournalEntry | undefined, id: string): StepPhase {
  if (entry?.operation !== id) return phase;
  return STEP_PHASES.indexOf(entry.phase) > STEP_PHASES.indexOf(phase) ? entry.phase : phase;
}
