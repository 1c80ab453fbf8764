import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * One process for certain: a pid alone is handed out again after its process ends, a pid with the time at which its process
 * started is not.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the process started, in the platform's own words: compare it, never read it. */
  readonly startedAt: string;
}

/** The process that has this pid now, or `undefined` when there is none (a zombie without threads counts as none). */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const startedAt = process.platform === 'linux' ? await linuxStart(pid) : await posixStart(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** True while that very process runs. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identifyProcess(identity.pid))?.startedAt === identity.startedAt;
}

/**
 * Sends a signal to that very process, never to another that was given its pid since.
 *
 * @returns false when it had already ended
 */
export async function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<boolean> {
  if (!(await isAlive(identity))) return false;
  try {
    process.kill(identity.pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Field 22 of /proc/pid/stat (clock ticks since boot) with the boot's own id, so that a reboot cannot make two alike. */
async function linuxStart(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if ((fields[0] === 'Z' || fields[0] === 'X') && !(await hasThreads(pid))) return undefined;
    return `${await bootId()}:${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
}

/** A killed JVM's first thread is a zombie while its others still end; only then are its memory, ports and files let go. */
async function hasThreads(pid: number): Promise<boolean> {
  return (await readdir(`/proc/${pid}/task`).catch(() => [])).length > 1;
}

/** The start of the machine that a process runs since, in the platform's own words; empty where the system does not tell. */
export function bootOf({ startedAt }: ProcessIdentity): string {
  return process.platform === 'linux' ? startedAt.slice(0, Math.max(0, startedAt.lastIndexOf(':'))) : '';
}

let bootIdOnce: Promise<string> | undefined;

function bootId(): Promise<string> {
  bootIdOnce ??= readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (text) => text.trim().slice(0, 8),
    () => {
      bootIdOnce = undefined; // a failure of the moment must not stay
      return 'boot';
    },
  );
  return bootIdOnce;
}

async function posixStart(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      env: { ...process.env, LC_ALL: 'C' },
    });
    const match = /^\s*(\S+)\s+(.+?)\s*$/.exec(stdout);
    return match === null || match[1]?.startsWith('Z') === true ? undefined : match[2];
  } catch {
    return undefined;
  }
}
