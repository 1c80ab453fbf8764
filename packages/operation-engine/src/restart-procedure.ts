import type { Clock } from '@ringside/core';
import type { Operation, StepPhase } from '@ringside/operations';
import { type EngineTimes, START_ATTEMPTS } from './bounds.ts';
import type { Claim } from './claim.ts';
import { isTurnOf, victimsOf } from './decide.ts';
import type { EngineNode, EnginePorts } from './ports.ts';
import type { Procedure, ProcedureParts } from './procedure.ts';

/** Stops a node, starts it again, and waits until every node sees it up. */
export class RestartProcedure implements Procedure {
  readonly first = 'stopping';
  readonly verb = 'stop';
  readonly #node: EngineNode;
  readonly #ports: EnginePorts;
  readonly #times: EngineTimes;
  readonly #begun: () => void;
  readonly #clock: Clock;

  constructor({ node, ports, times, begun }: ProcedureParts) {
    this.#node = node;
    this.#ports = ports;
    this.#times = times;
    this.#begun = begun;
    this.#clock = ports.clock;
  }

  async whyNot(operation: Operation): Promise<string | undefined> {
    const [reason] = await this.#ports.judge.whyNotStop(victimsOf(operation), operation.levels);
    return reason;
  }

  async carryOut(claim: Claim, from: StepPhase, signal: AbortSignal): Promise<boolean> {
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
    const operation = await claim.read();
    if (operation === undefined || !claim.holds(operation)) return false;
    if (!isTurnOf(operation, this.#node.node)) return await giveBack(claim, 'Paused or cancelled before the stop.');
    const reason = await this.whyNot(operation);
    return reason === undefined || (await giveBack(claim, reason));
  }

  /** The last look before the stop: what was proved still counts. A process that was frozen in between is late. */
  async #isFresh(claim: Claim, fromMs: number, signal: AbortSignal): Promise<boolean> {
    const tookMs = this.#clock.monotonicMs() - fromMs;
    if (tookMs <= this.#times.freshForMs && !signal.aborted) {
      this.#begun();
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
      this.#ports.note(`${this.#node.node} did not stop, trying again: ${(error as Error).message}`);
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
        this.#ports.note(`${this.#node.node} did not start, trying again: ${(error as Error).message}`);
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

  /** Waits until every node sees it up, and says now and then what is missing. */
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
    return await this.#ports.judge.whyNotBack(this.#node.node).catch((error: unknown) => (error as Error).message);
  }

  async #note({ id }: Claim, phase: StepPhase): Promise<void> {
    await this.#node.journal.write({ operation: id, node: this.#node.node, phase });
  }

  /** A node that is down is started whether or not that can be noted. */
  async #noteOrGoOn(claim: Claim, phase: StepPhase): Promise<void> {
    await this.#note(claim, phase).catch((error: unknown) => this.#ports.note((error as Error).message));
  }
}

async function giveBack(claim: Claim, sentence: string): Promise<false> {
  await claim.giveBack('stopping', sentence);
  return false;
}
