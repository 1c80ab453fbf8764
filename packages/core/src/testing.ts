import type { Clock } from './clock.ts';

/** A {@link Clock} that stands still until it is told to move. */
export interface ManualClock extends Clock {
  /** Moves time forward and wakes every sleeper whose time has come, in order. */
  advance(durationMs: number): Promise<void>;
}

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/**
 * Makes a clock for tests, so that no test waits for real time.
 *
 * @param startMs what both of its clocks read at first
 */
export function createManualClock(startMs = 0): ManualClock {
  let currentMs = startMs;
  let sleepers: Sleeper[] = [];
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return {
    nowMs: () => currentMs,
    monotonicMs: () => currentMs,
    sleep: (durationMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const onAbort = (): void => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal?.reason);
        };
        const wake = (): void => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        };
        const sleeper: Sleeper = { atMs: currentMs + durationMs, wake };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
    async advance(durationMs) {
      const untilMs = currentMs + durationMs;
      await settle();
      for (let due = nextDue(sleepers, untilMs); due !== undefined; due = nextDue(sleepers, untilMs)) {
        const sleeper = due;
        currentMs = sleeper.atMs;
        sleepers = sleepers.filter((other) => other !== sleeper);
        sleeper.wake();
        await settle();
      }
      currentMs = untilMs;
    },
  };
}

function nextDue(sleepers: readonly Sleeper[], untilMs: number): Sleeper | undefined {
  return sleepers.filter((sleeper) => sleeper.atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)[0];
}
