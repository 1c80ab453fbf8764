import { type Clock, throwIfAborted } from '@ringside/core';
import { type JournalEntry, type Operation, type OperationStep, STEP_PHASES, type StepPhase } from '@ringside/operations';
import { type EngineTimes, START_ATTEMPTS } from './bounds.ts';
import { Claim, tell } from './claim.ts';
import { decideStep, isTurnOf, victimsOf } from './decide.ts';
import { HalfwayNode } from './halfway-node.ts';
import type { EngineNode, EnginePorts } from './ports.ts';

/** A step that waits until its node may be stopped. */
interface Waiting {
  readonly id: string;
  readonly sinceMs: number;
  lookedMs: number;
  saidMs: number;
  said: string;
}

/** Does the steps of one node beside the sidecar. It is called by one caller at a time. */
export class NodeWorker {
  readonly #node: EngineNode;
  readonly #ports: EnginePorts;
  readonly #times: EngineTimes;
  readonly #clock: Clock;
  readonly #halfway: HalfwayNode;
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
    if (operation === undefined || step === undefined) return await this.#rest();
    const action = decideStep(operation, step, this.#ports.owner);
    this.#isAtRest &&= action === 'nothing';
    if (action === 'nothing') return await this.#rest();
    if (action === 'claim') return !signal.aborted && (await this.#claim(operation, step));
    if (action === 'adopt') return !this.#held.has(operation.id) && (await this.#adopt(operation, step));
    this.#held.add(operation.id);
    return await this.#work(new Claim({ ...this.#ports, nowMs: () => this.#clock.nowMs() }, operation.id, step), step.phase, signal);
  }

  /** Where nothing is to be done for the node, nothing is under way: one that was given up while it was down is started all the same. */
  async #rest(): Promise<boolean> {
    this.#waiting = undefined;
    if (this.#isAtRest) return false;
    const entry = await this.#node.journal.read();
    if (entry !== undefined && isDown(entry) && !(await this.#halfway.bringBack(entry))) return false;
    if (entry !== undefined) await this.#node.journal.clear();
    this.#isAtRest = true;
    return false;
  }

  async #claim(operation: Operation, step: OperationStep): Promise<boolean> {
    const nowMs = this.#clock.monotonicMs();
    if (this.#waiting?.id === operation.id && nowMs - this.#waiting.lookedMs < this.#times.waitEveryMs) return false;
    const [reason] = await this.#ports.judge.whyNotStop(victimsOf(operation), operation.levels);
    if (reason !== undefined) return await this.#wait(operation, step, reason);
    const told = await tell(this.#ports, operation.id, {
      node: this.node,
      expected: { operation: { state: 'running', intent: 'run', problem: null }, step: { phase: 'pending', epoch: step.epoch } },
      set: {
        step: { phase: 'stopping', owner: this.#ports.owner, epoch: step.epoch + 1, sentence: null, changedAtMs: this.#clock.nowMs() },
      },
    });
    return told === 'told';
  }

  /** Says what the step waits for; after a while it has failed. */
  async #wait({ id }: Operation, step: OperationStep, reason: string): Promise<boolean> {
    const nowMs = this.#clock.monotonicMs();
    const waiting = this.#waitingFor(id, nowMs);
    const isOver = nowMs - waiting.sinceMs > this.#times.patienceMs;
    if (!isOver && waiting.said === reason && nowMs - waiting.saidMs < this.#times.beatEveryMs) return false;
    const sentence = isOver ? `It was not safe to stop for too long: ${reason}` : reason;
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
  async #work(claim: Claim, phase: StepPhase, signal: AbortSignal): Promise<boolean> {
    const beating = new AbortController();
    const beats = this.#beat(claim, beating.signal);
    try {
      return await this.#carryOut(claim, later(phase, await this.#node.journal.read(), claim.id), signal);
    } catch (error) {
      this.#failure = { claim, sentence: (error as Error).message };
      return await this.#sayFailed();
    } finally {
      beating.abort();
      await beats;
    }
  }

  async #carryOut(claim: Claim, from: StepPhase, signal: AbortSignal): Promise<boolean> {
    if (from === 'stopping' && !(await this.#stop(claim, signal))) return false;
    if (from === 'stopping' || from === 'starting') await this.#start(claim);
    return await this.#settle(claim);
  }

  /** @returns false where the node may not be stopped now: it was not */
  async #stop(claim: Claim, signal: AbortSignal): Promise<boolean> {
    if ((await this.#node.process.look()).state !== 'gone') {
      const fromMs = this.#clock.monotonicMs();
      if (!(await this.#mayStop(claim))) return false;
      await this.#note(claim, 'stopping');
      if (!(await this.#isFresh(claim, fromMs, signal))) return false;
      await this.#takeDown();
    }
    await this.#noteOrGoOn(claim, 'starting');
    await claim.advanceTo('starting');
    return true;
  }

  /** Proves with the claim held that the node may be stopped. */
  async #mayStop(claim: Claim): Promise<boolean> {
    const { store, judge, note } = this.#ports;
    const operation = await store.read(claim.id, { serial: true }).catch((error: unknown) => note((error as Error).message));
    if (operation === undefined || !claim.holds(operation)) return false;
    if (!isTurnOf(operation, this.node)) return await giveBack(claim, 'Paused or cancelled before the stop.');
    const [reason] = await judge.whyNotStop(victimsOf(operation), operation.levels);
    return reason === undefined || (await giveBack(claim, reason));
  }

  /** The last look before the stop: what was proved still counts. A process that was frozen in between is late. */
  async #isFresh(claim: Claim, fromMs: number, signal: AbortSignal): Promise<boolean> {
    const tookMs = this.#clock.monotonicMs() - fromMs;
    if (tookMs <= this.#times.freshForMs && !signal.aborted) {
      this.#waiting = undefined;
      return true;
    }
    await this.#node.journal.clear();
    return await giveBack(
      claim,
      signal.aborted ? 'Its sidecar ends.' : `The proof took ${Math.round(tookMs / 1_000)} s, which is too long.`,
    );
  }

  /** A stop that fails may have left the node half way down, drained perhaps: it is ended and started before the step has failed. */
  async #takeDown(): Promise<void> {
    const { process } = this.#node;
    try {
      await process.stop();
    } catch (error) {
      if ((await process.look()).state === 'up') throw error;
      this.#ports.note(`${this.node} did not stop, trying again: ${(error as Error).message}`);
      await process.stop().catch(async (again: unknown) => {
        await process.start().catch(() => undefined);
        throw again;
      });
    }
  }

  async #start(claim: Claim): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#node.process.start();
        break;
      } catch (error) {
        if (attempt >= START_ATTEMPTS) throw error;
        this.#ports.note(`${this.node} did not start, trying again: ${(error as Error).message}`);
      }
    }
    await this.#noteOrGoOn(claim, 'settling');
    await claim.advanceTo('settling');
  }

  /** @returns false where the store could not be told that the step is done: that is tried again */
  async #settle(claim: Claim): Promise<boolean> {
    await this.#untilBack(claim);
    if ((await claim.advanceTo('done')) === 'unknown') return false;
    await this.#node.journal.clear();
    return true;
  }

  /** Waits until the node is back for everybody, and says now and then why it is not. */
  async #untilBack(claim: Claim): Promise<void> {
    const fromMs = this.#clock.monotonicMs();
    let saidMs = fromMs;
    for (let reason = await this.#whyNotBack(); reason !== undefined; reason = await this.#whyNotBack()) {
      const nowMs = this.#clock.monotonicMs();
      if (nowMs - fromMs > this.#times.settleWithinMs) throw new Error(`It accepts CQL again, but is not fully back: ${reason}`);
      if (nowMs - saidMs > this.#times.settleSayEveryMs) {
        saidMs = nowMs;
        await claim.advanceTo('settling', reason);
      }
      await this.#clock.sleep(this.#times.settleEveryMs);
    }
  }

  async #whyNotBack(): Promise<string | undefined> {
    return await this.#ports.judge.whyNotBack(this.node).catch((error: unknown) => (error as Error).message);
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

  async #note({ id }: Claim, phase: StepPhase): Promise<void> {
    await this.#node.journal.write({ operation: id, node: this.node, phase });
  }

  /** A node that is down is started whether or not that can be noted. */
  async #noteOrGoOn(claim: Claim, phase: StepPhase): Promise<void> {
    await this.#note(claim, phase).catch((error: unknown) => this.#ports.note((error as Error).message));
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

async function giveBack(claim: Claim, sentence: string): Promise<false> {
  await claim.giveBack(sentence);
  return false;
}

/** True where a sidecar may have left its node down. */
function isDown({ phase }: JournalEntry): boolean {
  return phase === 'stopping' || phase === 'starting';
}

/** The store may be behind: what a node was told is noted on the disk first. */
function later(phase: StepPhase, entry: JournalEntry | undefined, id: string): StepPhase {
  if (entry?.operation !== id) return phase;
  return STEP_PHASES.indexOf(entry.phase) > STEP_PHASES.indexOf(phase) ? entry.phase : phase;
}
