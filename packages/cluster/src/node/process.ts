import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { OpsError } from '@ringside/core';
import { writeAtomically } from '../files.ts';

/** A process and when it started, so that another one with a reused id is not taken for it. */
export interface ProcessIdentity {
  readonly pid: number;
  /** On Linux `<boot id>:<start in clock ticks since boot>`; empty where the system does not tell. */
  readonly startedAt: string;
}

/** What {@link spawnDetached} runs. */
export interface SpawnPlan {
  readonly executable: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Takes standard output and error, of this run only. */
  readonly consoleLog: string;
}

/**
 * Starts a process in a session of its own, with its output in a file, so that it outlives the one that started it.
 *
 * @throws OpsError `JAVA_MISSING` when the program cannot be run
 */
export async function spawnDetached(plan: SpawnPlan): Promise<ProcessIdentity> {
  const log = openSync(plan.consoleLog, 'w', 0o600);
  try {
    const child = spawn(plan.executable, [...plan.arguments], {
      cwd: plan.directory,
      env: { ...plan.environment },
      detached: true,
      stdio: ['ignore', log, log],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) =>
        reject(new OpsError('JAVA_MISSING', { message: `Cannot run ${plan.executable}: ${cause.message}`, cause })),
      );
    });
    child.unref();
    return identityOf(child.pid ?? 0);
  } finally {
    closeSync(log);
  }
}

/** True while that very process runs; false for a zombie and for another process with the same id. */
export function isRunning({ pid, startedAt }: ProcessIdentity): boolean {
  if (process.platform === 'linux') {
    const now = startOf(pid);
    return now !== undefined && (startedAt === '' || startedAt === now);
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** True for a process that was stopped by a signal; false where the system does not tell (only Linux does). */
export function isPaused(pid: number): boolean {
  const stat = readTextSync(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).startsWith('T') === true;
}

/**
 * Sends a signal to the process if it still is that very one.
 *
 * @returns false when it is gone
 */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isRunning(identity)) return false;
  try {
    process.kill(identity.pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Memory that the process has in RAM, in bytes, after `VmRSS` of `/proc/<pid>/status`; `undefined` off Linux or when it is gone. */
export function residentBytes(pid: number): number | undefined {
  const status = readTextSync(`/proc/${pid}/status`);
  const match = status === undefined ? null : /^VmRSS:\s+(\d+) kB$/m.exec(status);
  return match === null ? undefined : Number(match[1]) * 1024;
}

/** Records a process so that another launcher can find it. */
export async function writeProcessFile(file: string, identity: ProcessIdentity): Promise<void> {
  await writeAtomically(file, `${JSON.stringify(identity)}\n`);
}

/** Reads {@link writeProcessFile}'s file. @returns `undefined` when there is none, or it cannot be read as one */
export async function readProcessFile(file: string): Promise<ProcessIdentity | undefined> {
  try {
    const value = JSON.parse(await readFile(file, 'utf8')) as Partial<ProcessIdentity>;
    return typeof value.pid === 'number' && typeof value.startedAt === 'string'
      ? { pid: value.pid, startedAt: value.startedAt }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Forgets a process. */
export async function removeProcessFile(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** The identity of this very process. */
export function ownIdentity(): ProcessIdentity {
  return identityOf(process.pid);
}

/** The identity of a running process. */
export function identityOf(pid: number): ProcessIdentity {
  return { pid, startedAt: startOf(pid) ?? '' };
}

/** Field 22 of `/proc/<pid>/stat` (proc(5)) with the boot id; `undefined` when there is no such process or it is a zombie. */
function startOf(pid: number): string | undefined {
  const stat = readTextSync(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if ((fields[0] === 'Z' || fields[0] === 'X') && !hasThreads(pid)) return undefined;
  return `${readTextSync('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}:${fields[19]}`;
}

/** A killed JVM's first thread is a zombie while its other threads still end; only then are its ports and files let go. */
function hasThreads(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).length > 1;
  } catch {
    return false;
  }
}

function readTextSync(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
