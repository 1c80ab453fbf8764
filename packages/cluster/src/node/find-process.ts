import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PS_TIMEOUT_MS = 5_000;
const PS_OUTPUT_BYTES = 64 * 1024 ** 2;

/**
 * Finds a process of this user by one argument of its command line, from `/proc/<pid>/cmdline` or, where there is none, from `ps`.
 *
 * @param argument the whole argument, such as `-Dcassandra.storagedir=/rings/node1/storage`
 * @returns its process id; `undefined` when there is none, or it has already ended and is only not yet waited for
 */
export async function findProcess(argument: string): Promise<number | undefined> {
  const pids = processIds();
  if (pids.length > 0) return pids.find((pid) => hasArgument(pid, argument));
  // Without -a, only what this user runs; without a limit on the width, the whole command line.
  const { stdout } = await run('ps', ['-xww', '-o', 'pid=,args='], { timeout: PS_TIMEOUT_MS, maxBuffer: PS_OUTPUT_BYTES });
  return pidInList(stdout, argument);
}

/** Picks from lines of a process id and a command line, arguments joined by spaces, the process that has an argument. Pure. */
export function pidInList(list: string, argument: string): number | undefined {
  const line = list.split('\n').find((each) => `${each.trimEnd()} `.includes(` ${argument} `));
  return line === undefined ? undefined : Number.parseInt(line, 10);
}

function processIds(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function hasArgument(pid: number, argument: string): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return words.includes(argument) && statSync(`/proc/${pid}`).uid === process.getuid?.();
  } catch {
    return false;
  }
}
