import { type Backoff, pauseMs } from './retry.ts';

const QUICK: Backoff = { firstMs: 500, factor: 2, mostMs: 30_000, jitter: 0 };
/** A process that ran for so long was well: what came before does not count. */
const WELL_MS = 10 * 60_000;
const MAX_QUICK_RESTARTS = 8;
const SLOW_DELAY_MS = 5 * 60_000;

/** When to start a process again that has ended. */
export interface RestartDecision {
  /** How long to wait before it. */
  readonly delayMs: number;
  /** True after so many restarts that the next ones come at long intervals. */
  readonly isSlow: boolean;
}

/**
 * Decides when to start a process again that has just ended: after half a second, then twice as long each time up to 30 s; from the
 * ninth restart on every five minutes, until one runs for longer than that. Pure.
 *
 * @param restartsMs when it was restarted before, in any order
 * @param nowMs on the same clock
 */
export function decideRestart(restartsMs: readonly number[], nowMs: number): RestartDecision {
  const inARow = restartsInARow(restartsMs, nowMs);
  if (inARow >= MAX_QUICK_RESTARTS) return { delayMs: SLOW_DELAY_MS, isSlow: true };
  return { delayMs: pauseMs(QUICK, inARow + 1, Math.random), isSlow: false };
}

/** How many restarts came one soon after the other, the last of them soon before now. */
function restartsInARow(restartsMs: readonly number[], nowMs: number): number {
  let afterMs = nowMs;
  let count = 0;
  for (const atMs of restartsMs.toSorted((a, b) => b - a)) {
    if (afterMs - atMs >= WELL_MS) break;
    afterMs = atMs;
    count += 1;
  }
  return count;
}
