import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

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
 * @param fits gets the words of the command line: exact on Linux, elsewhere split at blanks
 */
export function findProcesses(fits: (words: readonly string[]) => boolean): readonly RunningProcess[] {
  const all = process.platform === 'linux' ? linuxProcesses() : posixProcesses();
  return all.filter(({ pid, words }) => pid !== process.pid && fits(words));
}

function linuxProcesses(): RunningProcess[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => ({ pid: Number(pid), words: commandLine(pid).split('\0') }));
}

/** Empty for a process that has ended since, and for a zombie. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function posixProcesses(): RunningProcess[] {
  const list = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8', maxBuffer: 16 * 2 ** 20 });
  return list.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(.*)$/.exec(line);
    return match === null ? [] : [{ pid: Number(match[1]), words: (match[2] ?? '').split(' ') }];
  });
}
