import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { identityOf, isRunning, type ProcessIdentity } from './identity.ts';

const PS_TIMEOUT_MS = 5_000;
const PS_OUTPUT_BYTES = 64 * 2 ** 20;

/** The command line of a process, to be asked for arguments. */
export interface CommandLine {
  /** True when these arguments, each of them whole, follow one another. */
  has(...words: readonly string[]): boolean;
  /** True when these arguments follow one another and the next one begins with `start`: `hasStart('-Ddir=/rings/')`, `hasStart('--config', '/rings/')`. */
  hasStart(...wordsAndStart: readonly string[]): boolean;
}

/**
 * The processes of this machine whose command line fits, found in the system's own list. The list cannot be out of date, so a
 * process that was started just before its launcher was killed is found like any other. Synchronous, so that even the second
 * Ctrl-C can use it.
 *
 * Anybody can start a program with any command line, so only processes of this user count, and of the user whose folder they are about:
 * root may act on another user's ring that it has named.
 *
 * @param fits gets each command line; on Linux exact, elsewhere one in which a blank inside an argument looks like one between two
 * @param folder whose owner's processes count as well
 */
export function findProcesses(fits: (line: CommandLine) => boolean, folder?: string): readonly ProcessIdentity[] {
  const owners = trustedOwners(folder);
  const all = process.platform === 'linux' ? linuxProcesses() : posixProcesses();
  return all
    .filter(({ pid, line }) => pid !== process.pid && fits(line))
    .filter(({ owner }) => owners.has(owner()))
    .map(({ pid }) => identityOf(pid))
    .filter((identity) => isRunning(identity));
}

/** A process as the system lists it; who owns it is asked only for one that fits. */
interface Listed {
  readonly pid: number;
  readonly line: CommandLine;
  readonly owner: () => number | undefined;
}

function trustedOwners(folder: string | undefined): ReadonlySet<number | undefined> {
  const owner = folder === undefined ? undefined : statSync(folder, { throwIfNoEntry: false })?.uid;
  return new Set([process.getuid?.(), owner ?? process.getuid?.()]);
}

function linuxProcesses(): readonly Listed[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => ({
    pid: Number(pid),
    line: commandLine(cmdlineOf(pid), '\0'),
    owner: () => statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid ?? -1,
  }));
}

/** The command line of one process, whoever owns it; an empty one where it has ended, or the system does not tell. */
export function commandLineOf(pid: number): CommandLine {
  if (process.platform === 'linux') return commandLine(cmdlineOf(String(pid)), '\0');
  try {
    const options = { encoding: 'utf8', timeout: PS_TIMEOUT_MS } as const;
    return commandLine(execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], options).trim(), ' ');
  } catch {
    return commandLine('', ' ');
  }
}

/** Empty for a process that has ended since, and for a zombie. */
function cmdlineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function posixProcesses(): readonly Listed[] {
  const options = { encoding: 'utf8', maxBuffer: PS_OUTPUT_BYTES, timeout: PS_TIMEOUT_MS } as const;
  return processesInList(execFileSync('ps', ['-A', '-ww', '-o', 'pid=,uid=,args='], options));
}

/** Takes lines of `ps -o pid=,uid=,args=` apart. Pure. */
export function processesInList(list: string): readonly Listed[] {
  return list.split('\n').flatMap((text) => {
    const match = /^\s*(\d+)\s+(-?\d+)\s+(.*?)\s*$/.exec(text);
    return match === null ? [] : [{ pid: Number(match[1]), line: commandLine(match[3] ?? '', ' '), owner: () => Number(match[2]) }];
  });
}

/** A command line whose arguments are parted by a character. Pure. */
function commandLine(text: string, separator: string): CommandLine {
  const parted = `${separator}${text}${separator}`;
  return {
    has: (...words) => parted.includes(`${separator}${words.join(separator)}${separator}`),
    hasStart: (...words) => parted.includes(`${separator}${words.join(separator)}`),
  };
}
