import type { Clock } from '@ringside/core';
import type { Random } from './random.ts';

/** One process: what it waits for goes on only while it lives and is not paused. */
export interface Life {
  /** How far its wall clock is off. */
  readonly skewMs: number;
  isPaused: boolean;
  isDead: boolean;
}

interface Waiting {
  readonly life: Life;
  readonly atMs: number;
  readonly go: () => void;
}

/** Time that passes when nothing else can happen, and an order of events that a seed decides. */
export class Schedule {
  nowMs = 0;
  readonly #random: Random;
  #waiting: Waiting[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** Resolves when it is this caller's turn; never where its process has died meanwhile. */
  turn(life: Life, afterMs = 0): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ life, atMs: this.nowMs + afterMs, go: resolve }));
  }

  clockOf(life: Life): Clock {
    return {
      nowMs: () => this.nowMs + life.skewMs,
      monotonicMs: () => this.nowMs,
      sleep: (durationMs, signal) =>
        new Promise((resolve, reject) => {
          if (signal?.aborted === true) return reject(signal.reason as Error);
          const onAbort = (): void => {
            this.#waiting = this.#waiting.filter((other) => other !== waiting);
            reject(signal?.reason as Error);
          };
          const go = (): void => {
            signal?.removeEventListener('abort', onAbort);
            resolve();
          };
          const waiting: Waiting = { life, atMs: this.nowMs + durationMs, go };
          this.#waiting.push(waiting);
          signal?.addEventListener('abort', onAbort, { once: true });
        }),
    };
  }

  /** Lets one of those go on whose time has come, or moves time to the next; false where nobody waits. */
  async step(): Promise<boolean> {
    await settled();
    this.#waiting = this.#waiting.filter(({ life }) => !life.isDead);
    const able = this.#waiting.filter(({ life }) => !life.isPaused);
    if (able.length === 0) return false;
    const due = able.filter(({ atMs }) => atMs <= this.nowMs);
    const chosen = due.length > 0 ? this.#random.pick(due) : able.reduce((first, each) => (each.atMs < first.atMs ? each : first));
    this.nowMs = Math.max(this.nowMs, chosen.atMs);
    this.#waiting = this.#waiting.filter((other) => other !== chosen);
    chosen.go();
    return true;
  }
}

/** Whatever follows at once has followed. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
