import { decideRestart } from '@ringside/core';
import type { JournalEntry } from '@ringside/operations';
import type { EngineTimes } from './bounds.ts';
import type { EngineNode, EnginePorts } from './ports.ts';

/** A node that was told to stop, by somebody who does not look after it any more: an earlier life of the sidecar, or a step that was given up. */
export class HalfwayNode {
  readonly #node: EngineNode;
  readonly #ports: Pick<EnginePorts, 'clock' | 'note'>;
  readonly #times: EngineTimes;
  /** Since when it runs and takes no CQL. */
  #deafSinceMs: number | undefined;
  /** When it was tried to start it. */
  #triedMs: readonly number[] = [];

  constructor(node: EngineNode, ports: Pick<EnginePorts, 'clock' | 'note'>, times: EngineTimes) {
    this.#node = node;
    this.#ports = ports;
    this.#times = times;
  }

  /**
   * Brings it up again: at longer and longer intervals where that fails.
   *
   * @returns true where it is up
   */
  async bringBack(entry: JournalEntry): Promise<boolean> {
    const fromMs = this.#ports.clock.monotonicMs();
    const { state } = await this.#node.process.look();
    if (state === 'up') return this.#isUp();
    // Whoever was frozen since does not know how the node is now.
    if (this.#ports.clock.monotonicMs() - fromMs > this.#times.freshForMs) return false;
    if ((state !== 'gone' && !this.#isDeaf()) || !this.#isTime()) return false;
    this.#ports.note(`${this.#node.node} was stopped for operation ${entry.operation}: starting it`);
    // One that was drained never serves again.
    if (state !== 'gone') await this.#node.process.stop();
    await this.#node.process.start();
    return this.#isUp();
  }

  #isUp(): true {
    this.#deafSinceMs = undefined;
    this.#triedMs = [];
    return true;
  }

  /** A node may be slow to answer for a moment: only one that takes no CQL for a while is touched. */
  #isDeaf(): boolean {
    const nowMs = this.#ports.clock.monotonicMs();
    this.#deafSinceMs ??= nowMs;
    return nowMs - this.#deafSinceMs > this.#times.halfwayAfterMs;
  }

  #isTime(): boolean {
    const nowMs = this.#ports.clock.monotonicMs();
    const last = this.#triedMs.at(-1);
    if (last !== undefined && nowMs - last < decideRestart(this.#triedMs, nowMs).delayMs) return false;
    this.#triedMs = [...this.#triedMs, nowMs].slice(-20);
    return true;
  }
}
