import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';

/** A process and the words it was started with. */
export interface RunningProcess {
  readonly pid: number;
  readonly words: readonly string[];
}

/**
 * The processes of this machine whose command line fits, found in the system's own list. The list cannot be out of date, so a
 * process that was started just before its launcher was killed is found like any other. Synchronous, so that even the second
 * Ctrl-C can use it.
 *
 * Anybody can start a program with any command line, so only processes of this user count, and of the user whose folder they are about:
 * root may act on another user's ring that it has named.
 *
 * @param folder whose owner's processes count as well
 * @param fits gets the words of the command line: exact on Linux, elsewhere split at blanks
 */
export function findProcesses(folder: string, fits: (words: readonly string[]) => boolean): readonly RunningProcess[] {
  const owners = trustedOwners(folder);
  const all = process.platform === 'linux' ? linuxProcesses() : posixProcesses();
  return all.filter(({ pid, words }) => pid !== process.pid && fits(words)).filter(({ owner }) => owners.has(owner()));
}

/** A process as the system lists it; who owns it is asked only for one that fits. */
interface Listed extends RunningProcess {
  readonly owner: () => number | undefined;
}

function trustedOwners(folder: string): ReadonlySet<number | undefined> {
  return new Set([process.getuid?.(), statSync(folder, { throwIfNoEntry: false })?.uid]);
}

function linuxProcesses(): Listed[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => ({
    pid: Number(pid),
    words: commandLine(pid).split('\0'),
    owner: () => statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid ?? -1,
  }));
}

/** Empty for a process that has ended since, and for a zombie. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function posixProcesses(): Listed[] {
  const list = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,uid=,args='], { encoding: 'utf8', maxBuffer: 16 * 2 ** 20 });
  return list.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(-?\d+)\s+(.*)$/.exec(line);
    return match === null ? [] : [{ pid: Number(match[1]), words: (match[3] ?? '').split(' '), owner: () => Number(match[2]) }];
  });
}
