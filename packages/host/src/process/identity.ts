import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * One process for certain. A process id alone is handed out again after its process ends; together with the time at which the process started
 * it never is.
 */
export interface ProcessIdentity {
  /** The process id, in the PID namespace of the process that read it. */
  readonly pid: number;
  /** When the process started, in the system's own words: compare it, never read it. Empty where the system did not tell. */
  readonly startedAt: string;
}

/** {@link ProcessIdentity.startedAt} of a process that had already ended: no process ever matches it. */
const ENDED = 'ended';
const UNKNOWN = '';
const PS_TIMEOUT_MS = 5_000;

/** The process that has this id now. When there is none, the identity is one of a process that has ended. */
export function identityOf(pid: number): ProcessIdentity {
  return { pid, startedAt: startOf(pid) ?? ENDED };
}

let own: ProcessIdentity | undefined;

/** The identity of this very process. */
export function ownIdentity(): ProcessIdentity {
  own ??= identityOf(process.pid);
  return own;
}

/**
 * True while that very process runs; false for a zombie and for another process that was given the same id since. Where the system did not tell
 * when the process started, any process with its id counts.
 */
export function isRunning({ pid, startedAt }: ProcessIdentity): boolean {
  const now = startOf(pid);
  return now !== undefined && (now === startedAt || (startedAt !== ENDED && (now === UNKNOWN || startedAt === UNKNOWN)));
}

/** True when that very process runs for certain: what may be sent a signal. */
export function isCertain({ pid, startedAt }: ProcessIdentity): boolean {
  return startedAt !== UNKNOWN && startedAt !== ENDED && startOf(pid) === startedAt;
}

/** True for a process that was stopped by a signal; false where the system does not tell (only Linux does). */
export function isPaused(pid: number): boolean {
  return statOf(pid)?.[0] === 'T';
}

/** Memory that the process has in RAM, in bytes, after `VmRSS` of `/proc/<pid>/status`; `undefined` off Linux or when it is gone. */
export function residentBytes(pid: number): number | undefined {
  const match = /^VmRSS:\s+(\d+) kB$/m.exec(readText(`/proc/${pid}/status`) ?? '');
  return match === null ? undefined : Number(match[1]) * 1024;
}

/**
 * Whether a process handles a signal itself rather than by the system's default, after `SigCgt` of `/proc/<pid>/status`.
 *
 * @param signal its number
 * @returns `undefined` where the system does not tell, and for a process that is gone
 */
export function handlesSignal(pid: number, signal: number): boolean | undefined {
  const caught = /^SigCgt:\s+([0-9a-f]+)$/m.exec(readText(`/proc/${pid}/status`) ?? '')?.[1];
  return caught === undefined ? undefined : ((BigInt(`0x${caught}`) >> BigInt(signal - 1)) & 1n) === 1n;
}

/** What of {@link ProcessIdentity.startedAt} tells one start of the machine from another; empty where the system does not tell. */
export function bootOf({ startedAt }: ProcessIdentity): string {
  return process.platform === 'linux' ? startedAt.slice(0, Math.max(0, startedAt.lastIndexOf(':'))) : '';
}

/** `undefined` when no process has the id, or only a zombie has. */
function startOf(pid: number): string | undefined {
  // 0 and negative numbers are groups of processes to the system.
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return process.platform === 'linux' ? linuxStart(pid) : posixStart(pid);
}

/** Field 22 of `/proc/<pid>/stat` (proc(5)), clock ticks since boot, with the boot's own id, so that a reboot cannot make two alike. */
function linuxStart(pid: number): string | undefined {
  const fields = statOf(pid);
  if (fields === undefined) return undefined;
  if ((fields[0] === 'Z' || fields[0] === 'X') && !hasThreads(pid)) return undefined;
  return `${readText('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}:${fields[19] ?? ''}`;
}

/** The fields of `/proc/<pid>/stat` from the third on; the second, the program's name, may hold blanks and brackets. */
function statOf(pid: number): readonly string[] | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** A killed JVM's first thread is a zombie while its other threads still end; only then are its memory, ports and files let go. */
function hasThreads(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).length > 1;
  } catch {
    return false;
  }
}

/** Without `/proc`: the time of day at which the process started, from `ps`. */
function posixStart(pid: number): string | undefined {
  try {
    const env = { ...process.env, LC_ALL: 'C' };
    const words = ['-o', 'stat=,lstart=', '-p', String(pid)];
    return startInList(execFileSync('ps', words, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'], timeout: PS_TIMEOUT_MS }));
  } catch (error) {
    // With an exit status, ps has answered: there is no such process. Without one, it could not be run.
    return typeof (error as { status?: unknown }).status === 'number' ? undefined : UNKNOWN;
  }
}

/** Picks the start from a line of `ps -o stat=,lstart=`; `undefined` for a zombie and for no line. Pure. */
export function startInList(line: string): string | undefined {
  const match = /^\s*(\S+)\s+(.+?)\s*$/.exec(line);
  return match === null || match[1]?.startsWith('Z') === true ? undefined : match[2];
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
