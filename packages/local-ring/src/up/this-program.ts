import { realpathSync } from 'node:fs';

/** The command line of this program without its words: the same one, run in the same way, whether compiled or from its sources. */
export function thisProgram(): readonly string[] {
  return [process.execPath, ...process.execArgv, realpathSync(process.argv[1] ?? '')];
}
