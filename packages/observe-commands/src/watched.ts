import { type CommandContext, flag, type Option, writeError } from '@ringside/cli-kit';
import { toOpsError } from '@ringside/core';

/** Shows a command's result again and again. */
export const WATCH_OPTION: Option<boolean> = flag('--watch', 'Show it again every 2 seconds, until Ctrl-C');

const EVERY_MS = 2_000;
/** Empties the screen and begins at its top; what was on it can still be scrolled to. */
const CLEAR = '\u001B[2J\u001B[H';

/** How {@link watched} looks again. */
export interface WatchOptions {
  /** From one look to the next, in milliseconds. Default: 2,000. */
  readonly everyMs?: number | undefined;
  /** Ends it as Ctrl-C does. */
  readonly until?: AbortSignal | undefined;
}

/**
 * Looks once and prints that, or again and again until Ctrl-C, which then is no failure: on a terminal each time at its top, elsewhere one after another.
 *
 * What may be otherwise at the next look, such as a node that does not answer, is said and ends nothing.
 *
 * @param look what is printed, and whether all of it is there
 * @returns the exit code of the last look that ended
 * @throws OpsError of a look that another would only repeat
 */
export async function watched(
  context: CommandContext,
  again: boolean,
  look: () => Promise<number>,
  { everyMs = EVERY_MS, until = context.signal }: WatchOptions = {},
): Promise<number> {
  if (!again) return look();
  const ending = AbortSignal.any([context.signal, until]);
  let exitCode = 0;
  while (!ending.aborted) {
    if (context.io.outIsTerminal && !context.json) context.io.out(CLEAR);
    exitCode = (await lookOnce(context, look)) ?? exitCode;
    await context.clock.sleep(everyMs, ending).catch(() => undefined);
  }
  return exitCode;
}

/** Nothing if Ctrl-C came first. */
async function lookOnce(context: CommandContext, look: () => Promise<number>): Promise<number | undefined> {
  try {
    return await look();
  } catch (thrown) {
    if (context.signal.aborted) return undefined;
    const error = toOpsError(thrown);
    if (!error.retryable) throw error;
    writeError(context.io, error, { json: context.json, verbose: context.verbose, style: context.errorStyle });
    return error.exitCode;
  }
}
