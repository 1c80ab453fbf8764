import { type CommandContext, flag, type Option } from '@ringside/cli-kit';

/** Shows a command's result again and again. */
export const WATCH_OPTION: Option<boolean> = flag('--watch', 'Show it again every 2 seconds, until Ctrl-C');

const EVERY_MS = 2_000;
/** Empties the screen and begins at its top; what was on it can still be scrolled to. */
const CLEAR = '\u001B[2J\u001B[H';

/**
 * Looks once and prints that, or again and again until Ctrl-C, which then is no failure: on a terminal each time at its top, elsewhere one after another.
 *
 * @param look what is printed, and whether all of it is there
 * @returns the exit code of the last look
 */
export async function watched(context: CommandContext, again: boolean, look: () => Promise<number>): Promise<number> {
  if (!again) return look();
  let exitCode = 0;
  while (!context.signal.aborted) {
    if (context.io.outIsTerminal && !context.json) context.io.out(CLEAR);
    exitCode = await look();
    await context.clock.sleep(EVERY_MS, context.signal).catch(() => undefined);
  }
  return exitCode;
}
