import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { type Clock, OpsError, toOpsError, waitUntil } from '@ringside/core';
import { diskFullOr } from '../disk.ts';

/** How long to wait for another holder, and how to tell that it is gone. */
export interface ExclusiveOptions {
  readonly clock: Clock;
  /** How long to wait for the lock in all. */
  readonly waitMs: number;
  /** A holder that gave no sign of life for this long is taken for dead. */
  readonly staleMs?: number;
  readonly pollMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called once, when somebody else holds the lock. */
  readonly onWait?: (() => void) | undefined;
}

interface Holder {
  readonly token: string;
  readonly pid: number;
  readonly hostname: string;
}

/**
 * Does a piece of work while no other process does work under the same lock file. The lock saves work done twice; what the work
 * leaves behind must be right without it, because a holder that was stopped for long enough loses it.
 *
 * A dead holder is known by its process id (on the same host) or by its silence: a living one touches the file all the while.
 *
 * @param path the lock file; its folder exists
 * @throws OpsError `OPERATION_TIMED_OUT` after `waitMs`, `ABORTED`; at once, `DISK_FULL`, `CACHE_NOT_WRITABLE` or `NOT_FOUND` (no folder)
 * when there can be no lock; and whatever the work throws
 */
export async function exclusively<T>(path: string, work: () => Promise<T>, options: ExclusiveOptions): Promise<T> {
  const { clock, waitMs, staleMs = 30_000, pollMs = 100, signal } = options;
  const mine: Holder = { token: randomUUID(), pid: process.pid, hostname: hostname() };
  let told = false;
  const result = await waitUntil<true | OpsError>(
    async () => {
      const taken = await tryTake(path, mine).catch((error: unknown) => hopeless(path, error));
      if (taken !== false) return taken;
      if (!told) options.onWait?.();
      told = true;
      await breakStale(path, staleMs, clock);
      return undefined;
    },
    { clock, pollMs, deadlineMs: waitMs, signal },
  );
  if (result.outcome === 'aborted') throw toOpsError(signal?.reason, 'ABORTED');
  if (result.outcome === 'deadline') throw lockTimeout(path, waitMs, result.lastError);
  if (result.value !== true) throw result.value;
  const heartbeat = setInterval(() => void touch(path, mine, clock), staleMs / 4);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if ((await readHolder(path))?.token === mine.token) await rm(path, { force: true });
  }
}

/** A hard link appears with its content and only where nothing was: a half-written lock cannot be seen. */
async function tryTake(path: string, mine: Holder): Promise<boolean> {
  const draft = `${path}.${mine.token}`;
  await writeFile(draft, JSON.stringify(mine));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS']);
const NO_FOLDER = new Set(['ENOENT', 'ENOTDIR']);

/** An error that no waiting mends, as an OpsError; throws any other one again. */
function hopeless(path: string, error: unknown): OpsError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const folder = dirname(path);
  if (UNWRITABLE.has(code)) {
    const remedy = 'Make it writable for this user, or choose another folder.';
    return new OpsError('CACHE_NOT_WRITABLE', { message: `Cannot make a lock in ${folder}: ${message}`, remedy, cause: error });
  }
  if (NO_FOLDER.has(code)) return new OpsError('NOT_FOUND', { message: `${folder} is not a folder any more`, cause: error });
  const reason = diskFullOr(error, folder);
  if (reason instanceof OpsError) return reason;
  throw error;
}

async function breakStale(path: string, staleMs: number, clock: Clock): Promise<void> {
  const judged = await readHolder(path);
  const touchedMs = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
  if (touchedMs === undefined) return;
  const silent = clock.nowMs() - touchedMs > staleMs;
  const dead = judged !== undefined && judged.hostname === hostname() && !isAlive(judged.pid);
  if (!silent && !dead) return;
  const aside = `${path}.stale-${randomUUID()}`;
  if (!(await rename(path, aside).then(ok, failed))) return;
  // Between judging and moving, another process may have broken the same lock and taken it: then give it back.
  if ((await readHolder(aside))?.token !== judged?.token) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

const ok = (): boolean => true;
const failed = (): boolean => false;

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/** A holder that was stopped for too long has lost its lock; it must not keep another one's alive. */
async function touch(path: string, mine: Holder, clock: Clock): Promise<void> {
  if ((await readHolder(path))?.token !== mine.token) return;
  const now = clock.nowMs() / 1_000;
  await utimes(path, now, now).catch(() => undefined);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function lockTimeout(path: string, waitMs: number, cause: unknown): OpsError {
  return new OpsError('OPERATION_TIMED_OUT', {
    message: `The lock ${path} was not free within ${Math.round(waitMs / 1_000)} s`,
    remedy: 'Let the other process finish or stop it, or remove the file if there is none.',
    cause,
  });
}
