import type { Clock } from '@ringside/core';
import { isUnderWay, type Operation, type OperationStep } from '@ringside/operations';
import { type ClaimParts, tell } from './claim.ts';
import { isTurnOf } from './decide.ts';

/** How a step was seen, and for how long it has been so while the store could be read. */
interface Sight {
  readonly mark: string;
  readonly unchangedMs: number;
}

/** Between two looks no more than this share of the span counts: who could not write while the store was away is not to blame for it. */
const MOST_BETWEEN_LOOKS = 0.1;

/** Finds steps that nobody does any more. No two clocks are compared: each sidecar measures for itself how long it has seen a step unchanged. */
export class AbandonedSteps {
  readonly #parts: Pick<ClaimParts, 'store' | 'note'>;
  readonly #clock: Clock;
  readonly #afterMs: number;
  #lookedMs = -Infinity;
  /** By step. */
  #seen = new Map<string, Sight>();

  constructor(parts: Pick<ClaimParts, 'store' | 'note'>, clock: Clock, afterMs: number) {
    this.#parts = parts;
    this.#clock = clock;
    this.#afterMs = afterMs;
  }

  /** Looks at an operation as it was just read, and gives up what has not changed for too long. */
  async look(operation: Operation): Promise<void> {
    const nowMs = this.#clock.monotonicMs();
    const passedMs = Math.min(nowMs - this.#lookedMs, this.#afterMs * MOST_BETWEEN_LOOKS);
    this.#lookedMs = nowMs;
    const before = this.#seen;
    this.#seen = new Map();
    for (const step of operation.steps) {
      if (!isUnderWay(step) && !(step.phase === 'pending' && isTurnOf(operation, step.node))) continue;
      const key = `${operation.id} ${step.node}`;
      const sight = sightOf(step, passedMs, before.get(key));
      this.#seen.set(key, sight);
      if (sight.unchangedMs > this.#afterMs) await this.#giveUp(operation, step);
    }
  }

  async #giveUp({ id, problem }: Operation, { node, phase, epoch, changedAtMs }: OperationStep): Promise<void> {
    const sentence = `Its sidecar wrote nothing for too long in phase ${phase}. Check that one runs beside this node, and that it takes part in operations.`;
    await tell(this.#parts, id, {
      node,
      expected: { operation: { state: 'running', problem }, step: { phase, epoch, changedAtMs } },
      set: {
        // Whoever was cut off meanwhile, and comes back, must not write into what was given up.
        step: { phase: 'failed', epoch: epoch + 1, sentence, changedAtMs: this.#clock.nowMs() },
        operation: { problem: problem ?? `${node}: ${sentence}` },
      },
    });
  }
}

function sightOf(step: OperationStep, passedMs: number, before: Sight | undefined): Sight {
  const mark = JSON.stringify([step.phase, step.epoch, step.owner, step.changedAtMs]);
  return { mark, unchangedMs: before?.mark === mark ? before.unchangedMs + passedMs : 0 };
}
