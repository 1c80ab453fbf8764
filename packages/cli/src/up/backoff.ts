const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
const WINDOW_MS = 10 * 60_000;
const MAX_RESTARTS_IN_WINDOW = 8;

/** What to do about a process that has ended. */
export type RestartDecision = { readonly action: 'restart'; readonly delayMs: number } | { readonly action: 'giveUp' };

/**
 * Decides whether to start a process again that has just ended, and when: at once doubling from half a second up to 30 s, and not any more
 * after eight restarts within ten minutes. Pure.
 *
 * @param restartsMs when it was restarted before, in any order
 * @param nowMs on the same clock
 */
export function decideRestart(restartsMs: readonly number[], nowMs: number): RestartDecision {
  const recent = restartsMs.filter((atMs) => nowMs - atMs < WINDOW_MS).length;
  if (recent >= MAX_RESTARTS_IN_WINDOW) return { action: 'giveUp' };
  return { action: 'restart', delayMs: Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** recent) };
}
