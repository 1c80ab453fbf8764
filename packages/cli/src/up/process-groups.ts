import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process, its parent and its group. */
interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

/**
 * The process groups of processes and of all that they started, theirs first. A program such as Nx gives each of its tasks a group of its own, which a signal
 * to the program's group does not reach. Synchronous, so that even the second Ctrl-C can use it.
 *
 * A process whose parent has ended is no longer found as its descendant: ask before ending the first of them.
 */
export function groupsBelow(pids: readonly number[]): readonly number[] {
  const all = process.platform === 'linux' ? linuxProcesses() : posixProcesses();
  const found = all.filter(({ pid }) => pids.includes(pid));
  // What is pushed is visited as well.
  for (const { pid } of found) found.push(...all.filter((each) => each.parent === pid && !found.includes(each)));
  // Never this program's own: what is in it would end the caller as well.
  const own = all.find(({ pid }) => pid === process.pid)?.group;
  return [...new Set(found.map(({ group }) => group))].filter((group) => group !== own);
}

/** The pids of all processes in these groups. */
export function membersOf(groups: readonly number[]): readonly number[] {
  const all = process.platform === 'linux' ? linuxProcesses() : posixProcesses();
  return all.filter(({ group }) => groups.includes(group)).map(({ pid }) => pid);
}

/** Sends a signal to every process of a group; one that has ended is no error. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended.
  }
}

function linuxProcesses(): readonly Listed[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      // After the program's name, which may hold anything: its state, its parent, its group.
      const [, parent, group] = afterName(pid)?.split(' ') ?? [];
      return group === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), group: Number(group) }];
    });
}

function afterName(pid: string): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2);
  } catch {
    return undefined;
  }
}

function posixProcesses(): readonly Listed[] {
  const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid='], { encoding: 'utf8', maxBuffer: 16 * 2 ** 20 });
  return list.split('\n').flatMap((line) => {
    const [pid, parent, group] = line.trim().split(/\s+/).map(Number);
    return pid === undefined || parent === undefined || group === undefined ? [] : [{ pid, parent, group }];
  });
}
