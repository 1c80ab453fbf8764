import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { identityOf, isRunning, type ProcessIdentity } from './identity.ts';

const PS_TIMEOUT_MS = 5_000;
const PS_OUTPUT_BYTES = 16 * 2 ** 20;

/** A process, its parent and its group. */
interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

/**
 * The leaders of the process groups of processes and of all that they started, theirs first, for `signalGroup()`. A program such as Nx gives each of
 * its tasks a group of its own, which a signal to the program's group does not reach. Synchronous, so that even the second Ctrl-C can use it.
 *
 * A process whose parent has ended is no longer found as its descendant: ask before ending the first of them.
 */
export function groupsBelow(processes: readonly ProcessIdentity[]): readonly ProcessIdentity[] {
  const pids = new Set(processes.filter((each) => isRunning(each)).map(({ pid }) => pid));
  const all = allProcesses();
  const found = all.filter(({ pid }) => pids.has(pid));
  // What is pushed is visited as well.
  for (const { pid } of found) found.push(...all.filter((each) => each.parent === pid && !found.includes(each)));
  // Never this program's own: what is in it would end the caller as well.
  const own = all.find(({ pid }) => pid === process.pid)?.group;
  const groups = new Set(found.map(({ group }) => group));
  return [...groups].filter((group) => group !== own).map((group) => identityOf(group));
}

/** All processes in the groups that these lead. */
export function membersOf(leaders: readonly ProcessIdentity[]): readonly ProcessIdentity[] {
  const groups = new Set(leaders.map(({ pid }) => pid));
  const pids = allProcesses().flatMap(({ pid, group }) => (groups.has(group) ? [pid] : []));
  return pids.map((pid) => identityOf(pid)).filter((identity) => isRunning(identity));
}

function allProcesses(): readonly Listed[] {
  return process.platform === 'linux' ? linuxProcesses() : posixProcesses();
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
  const options = { encoding: 'utf8', maxBuffer: PS_OUTPUT_BYTES, timeout: PS_TIMEOUT_MS } as const;
  const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid='], options);
  return list.split('\n').flatMap((line) => {
    const [pid, parent, group] = line.trim().split(/\s+/).map(Number);
    return pid === undefined || parent === undefined || group === undefined ? [] : [{ pid, parent, group }];
  });
}
