import { type Clock, decideRestart, formatDuration, isOpsError } from '@ringside/core';
import type { ChildProcess } from './child-process.ts';

const EVERY_MS = 1_000;
/** More restarts than decide anything. */
const MOST_REMEMBERED = 20;

/** What {@link superviseChild} works with. */
export interface SuperviseOptions {
  /** The node, `address:port`, for what is told. */
  readonly node: string;
  /** For pauses. */
  readonly clock: Clock;
  /** Told in one sentence why the node ended, and when it is started again. */
  readonly note: (sentence: string) => void;
  /** Ends the supervision; the node goes on. */
  readonly signal: AbortSignal;
  /** Between two looks. Default: 1 second. */
  readonly everyMs?: number | undefined;
}

/**
 * Starts a child again that ended by itself, and bounds its log, until the signal aborts. A child that was stopped on purpose, or never started, is left as it is.
 * The pauses grow from half a second to 30 seconds, and are of 5 minutes after eight restarts in a row: see `decideRestart()`. Never rejects.
 */
export async function superviseChild(child: ChildProcess, options: SuperviseOptions): Promise<void> {
  const { clock, note, signal, everyMs = EVERY_MS } = options;
  let restartsMs: readonly number[] = [];
  while (!signal.aborted) {
    try {
      await child.rotateLog();
      const restartedMs = await reviveOnce(child, options, restartsMs);
      if (restartedMs !== undefined) restartsMs = [...restartsMs.slice(-MOST_REMEMBERED), restartedMs];
    } catch (error) {
      if (!signal.aborted) note(isOpsError(error) ? error.message : String(error));
    }
    await clock.sleep(everyMs, signal).catch(() => undefined);
  }
}

/** @returns when it tried to start the child again; undefined where there was nothing to do */
async function reviveOnce(
  child: ChildProcess,
  { node, clock, note, signal }: SuperviseOptions,
  restartsMs: readonly number[],
): Promise<number | undefined> {
  const why = await child.whyEnded();
  if (why === undefined) return undefined;
  const { delayMs } = decideRestart(restartsMs, clock.monotonicMs());
  note(`Cassandra at ${node} ended by itself (${why}); it is started again in ${formatDuration(delayMs)}`);
  await clock.sleep(delayMs, signal);
  const triedMs = clock.monotonicMs();
  const revived = await child.revive({ signal }).catch((error: unknown) => {
    if (!signal.aborted) note(isOpsError(error) ? error.message : String(error));
    return true;
  });
  return revived ? triedMs : undefined;
}
