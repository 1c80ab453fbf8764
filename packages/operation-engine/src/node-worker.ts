import { type Clock, throwIfAborted } from '@ringside/core';
import type { JournalEntry, Operation, OperationStep, StepPhase } from '@ringside/operations';
import { type EngineTimes, START_ATTEMPTS } from './bounds.ts';
import { Claim, tell, type Told } from './claim.ts';
import { decideStep, isTurnOf, victimsOf } from './decide.ts';
import type { EngineNode, EnginePorts } from './ports.ts';

/** Later ones come last. */
const ORDER: readonly StepPhase[] = ['pending', 'stopping', 'starting', 'settling', 'done', 'failed'];

/** Does the steps of one node beside the sidecar. It is called by one caller at a time. */
export class NodeWorker {
  readonly #node: EngineNode;
  readonly #ports: EnginePorts;
  readonly #times: EngineTimes;
  readonly #clock: Clock;
  /** Operations in which another life of the sidecar has taken the step over: this one is an old one, and keeps out. */
  readonly #lost = new Set<string>();
  /** Since when the step waits until the node may be stopped, and when that was last said. */
  #waiting: { readonly id: string; readonly sinceMs: number; saidMs: number; said: string } | undefined;
  /** True once it is known that nothing is under way. */
  #isAtRest = false;
  /** A failure that the store does not know yet. */
  #failure: { readonly claim: Claim; readonly sentence: string } | undefined;

  constructor(node: EngineNode, ports: EnginePorts, times: EngineTimes) {
    this.#node = node;
    this.#ports = ports;
    this.#times = times;
    this.#clock = ports.clock;
  }

  /** The node. */
  get node(): string {
    return this.#node.node;
  }

  /**
   * To be called once, before anything else: a node that an earlier life of the sidecar had stopped is started, whether or not the store can be asked; it may be
   * the one without which it cannot.
   */
  async recover(): Promise<void> {
    const entry = await this.#node.journal.read();
    if (entry === undefined || !isDown(entry)) return;
    const { process, journal } = this.#node;
    if ((await process.look()).state === 'up') return;
    this.#ports.note(`${this.node} was stopped for operation ${entry.operation} by an earlier life of this sidecar: starting it`);
    // One that was left half way down, drained perhaps, never serves again.
    if (entry.phase === 'stopping') await process.stop();
    await process.start();
    await journal.write({ ...entry, phase: 'settling' });
  }

  /**
   * Does what is to be done next.
   *
   * @param operation the active one; undefined where there is none
   * @returns true where something was done, and it is worth to look again at once
   */
  async advance(operation: Operation | undefined): Promise<boolean> {
    if (this.#failure !== undefined) return await this.#sayFailed();
    const step = operation?.steps.find(({ node }) => node === this.node);
    if (operation === undefined || step === undefined) return await this.#rest();
    if (this.#lost.has(operation.id)) return false;
    const { owner, store } = this.#ports;
    const action = decideStep(operation, step, owner);
    this.#isAtRest &&= action === 'nothing';
    if (action === 'nothing') return await this.#rest();
    if (action === 'claim') return await this.#claim(operation, step);
    if (action === 'adopt') return (await this.#adopt(operation, step)) === 'told';
    return await this.#work(new Claim(store, () => this.#clock.nowMs(), { id: operation.id, step, owner }), step.phase);
  }

  /** Where nothing is to be done for the node, nothing is under way: a node that was given up while it was down is started all the same. */
  async #rest(): Promise<boolean> {
    if (this.#isAtRest) return false;
    const entry = await this.#node.journal.read();
    if (entry !== undefined && isDown(entry) && (await this.#node.process.look()).state === 'gone') await this.#node.process.start();
    if (entry !== undefined) await this.#node.journal.clear();
    this.#isAtRest = true;
    return false;
  }

  async #claim(operation: Operation, step: OperationStep): Promise<boolean> {
    const reasons = await this.#ports.judge.whyNotStop(victimsOf(operation), operation.levels);
    if (reasons[0] !== undefined) return await this.#wait(operation, step, reasons[0]);
    this.#waiting = undefined;
    const told = await tell(this.#ports.store, operation.id, {
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
    if (this.#waiting?.id !== id) this.#waiting = { id, sinceMs: nowMs, saidMs: -Infinity, said: '' };
    const { sinceMs, saidMs, said } = this.#waiting;
    const isOver = nowMs - sinceMs > this.#times.patienceMs;
    if (!isOver && said === reason && nowMs - saidMs < this.#times.beatEveryMs) return false;
    const sentence = isOver ? `It could not be stopped for too long: ${reason}` : reason;
    const told = await tell(this.#ports.store, id, {
      node: this.node,
      expected: { operation: { state: 'running', problem: null }, step: { phase: 'pending', epoch: step.epoch } },
      set: {
        step: { ...(isOver && { phase: 'failed' as const }), sentence, changedAtMs: this.#clock.nowMs() },
        ...(isOver && { operation: { problem: `${this.node}: ${sentence}` } }),
      },
    });
    if (told === 'told') Object.assign(this.#waiting, { saidMs: nowMs, said: reason });
    return false;
  }

  async #adopt({ id }: Operation, { phase, epoch }: OperationStep): Promise<Told> {
    return await tell(this.#ports.store, id, {
      node: this.node,
      expected: { operation: { state: 'running' }, step: { phase, epoch } },
      set: { step: { owner: this.#ports.owner, epoch: epoch + 1, changedAtMs: this.#clock.nowMs() } },
    });
  }

  /** Carries out a step from where it is, and says meanwhile that somebody is at it. */
  async #work(claim: Claim, phase: StepPhase): Promise<boolean> {
    const beating = new AbortController();
    const beats = this.#beat(claim, beating.signal);
    try {
      return await this.#carryOut(claim, later(phase, await this.#node.journal.read(), claim.id));
    } catch (error) {
      this.#failure = { claim, sentence: (error as Error).message };
      return await this.#sayFailed();
    } finally {
      beating.abort();
      await beats;
    }
  }

  async #carryOut(claim: Claim, from: StepPhase): Promise<boolean> {
    if (from === 'stopping' && !(await this.#stop(claim))) return false;
    if (from === 'stopping' || from === 'starting') await this.#start(claim);
    return await this.#settle(claim);
  }

  /** @returns false where the node may not be stopped now: it was not */
  async #stop(claim: Claim): Promise<boolean> {
    const { process } = this.#node;
    if ((await process.look()).state !== 'gone') {
      await this.#note(claim, 'stopping');
      if (!(await this.#mayStop(claim))) {
        await this.#node.journal.clear();
        return false;
      }
      await process.stop();
    }
    await this.#note(claim, 'starting');
    await this.#say(claim, 'starting');
    return true;
  }

  /** Looks again whether the node may be stopped, with the claim held, so soon before the stop that what was seen still counts. */
  async #mayStop(claim: Claim): Promise<boolean> {
    const { store, judge } = this.#ports;
    const fromMs = this.#clock.monotonicMs();
    const operation = await store.read(claim.id, { serial: true }).catch(() => undefined);
    if (operation === undefined) return false;
    if (!claim.holds(operation)) return this.#giveUp(claim, operation);
    if (!isTurnOf(operation, this.node)) return await this.#giveBack(claim, 'It was asked to wait.');
    const [reason] = await judge.whyNotStop(victimsOf(operation), operation.levels);
    if (reason !== undefined) return await this.#giveBack(claim, reason);
    return this.#clock.monotonicMs() - fromMs <= this.#times.freshForMs;
  }

  async #giveBack(claim: Claim, sentence: string): Promise<false> {
    await claim.giveBack(sentence);
    return false;
  }

  /** Another life of the sidecar has the step, or it was given up: whatever this life wanted to do, it is not to be done. */
  #giveUp({ id, node, owner }: Claim, operation: Operation): false {
    const step = operation.steps.find((each) => each.node === node);
    if (step?.owner !== owner) this.#lost.add(id);
    return false;
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
    await this.#note(claim, 'settling');
    await this.#say(claim, 'settling');
  }

  /** @returns false where the store could not be told that the step is done: that is tried again */
  async #settle(claim: Claim): Promise<boolean> {
    await this.#untilBack(claim);
    const told = await claim.advanceTo('done');
    if (told === 'unknown') return false;
    await this.#node.journal.clear();
    return true;
  }

  /** Waits until the node is back for everybody, and says now and then why it is not. */
  async #untilBack(claim: Claim): Promise<void> {
    const fromMs = this.#clock.monotonicMs();
    let saidMs = fromMs;
    for (let reason = await this.#whyNotBack(); reason !== undefined; reason = await this.#whyNotBack()) {
      const nowMs = this.#clock.monotonicMs();
      if (nowMs - fromMs > this.#times.settleWithinMs) throw new Error(`It takes CQL again, but is not back for everybody: ${reason}`);
      if (nowMs - saidMs > this.#times.settleSayEveryMs) {
        saidMs = nowMs;
        await this.#say(claim, 'settling', reason);
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
    await this.#node.journal.clear();
    return true;
  }

  /** Says how far the step is; that the store does not answer keeps nothing from going on. */
  async #say(claim: Claim, phase: StepPhase, sentence: string | null = null): Promise<void> {
    await claim.advanceTo(phase, sentence);
  }

  async #note({ id, node, epoch }: Claim, phase: StepPhase): Promise<void> {
    await this.#node.journal.write({ operation: id, node, epoch, phase });
  }

  async #beat(claim: Claim, signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        await this.#clock.sleep(this.#times.beatEveryMs, signal);
        throwIfAborted(signal, 'A beat');
        await claim.beat();
      }
    } catch {
      // It is over, or the store is not there: then whoever gives the step up cannot either.
    }
  }
}

/** True where a sidecar may have left its node down. */
function isDown({ phase }: JournalEntry): boolean {
  return phase === 'stopping' || phase === 'starting';
}

/** The store may be behind: what a node was told is noted on the disk first. */
function later(phase: StepPhase, entry: JournalEntry | undefined, id: string): StepPhase {
  if (entry?.operation !== id) return phase;
  return ORDER.indexOf(entry.phase) > ORDER.indexOf(phase) ? entry.phase : phase;
}
