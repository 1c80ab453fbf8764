import { randomUUID } from 'node:crypto';
import { rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { abortError, type Bounds, type Clock, errors, isOpsError, type OpsError, throwIfOver, waitUntil } from '@ringside/core';
import { hostErrors } from '../errors.ts';
import { diskFullOr } from '../files/disk.ts';
import { lifeOf, markOf, parseMark, type ProcessMark } from '../process/mark.ts';
import { contentOf, createExclusively, removeStaleLock } from './stale-lock.ts';

/** How long to wait for another holder, and how to tell that it is gone. */
export interface ExclusiveOptions extends Bounds {
  /** Measures the wait and dates the holder's signs of life, so processes that share a lock must agree on the time. */
  readonly clock: Clock;
  /** How long to wait for the lock in all; the deadline may end the wait sooner. Neither ends the work. */
  readonly withinMs: number;
  /** A holder that gave no sign of life for this long is considered dead. */
  readonly staleMs?: number;
  /** How long to pause between two attempts to take the lock. Default: 100 ms. */
  readonly pollMs?: number;
  /** Called once, when somebody else holds the lock; the holder is not known when its file cannot be read. */
  readonly onWait?: ((holder: ProcessMark | undefined) => void) | undefined;
}

/** One holding of the lock: a process may hold it again and again. */
interface Holder extends ProcessMark {
  readonly token: string;
}

/**
 * Does a piece of work while no other process does work under the same lock file. The lock saves work done twice; what the work
 * leaves behind must be right without it, because a holder that was stopped for long enough loses it.
 *
 * A dead holder is known by its process, where that can be seen from here, or by its silence: a living one touches the file all the while. A touch that
 * lies ahead comes from a clock that was wrong, and counts as silence once it lies ahead by as much.
 *
 * @param path the lock file; its folder exists
 * @param work called once the lock is held; the lock is given up when it settles
 * @throws OpsError `OPERATION_TIMED_OUT` after `withinMs` or at the deadline, `ABORTED`; at once, `DISK_FULL`, `CACHE_NOT_WRITABLE` or `NOT_FOUND` (no folder)
 * when there can be no lock; and whatever the work throws
 */
export async function exclusively<T>(path: string, work: () => Promise<T>, options: ExclusiveOptions): Promise<T> {
  const { clock, withinMs, staleMs = 30_000, pollMs = 100, signal, deadline } = options;
  throwIfOver(options, `Waiting for ${path}`);
  const mine: Holder = { ...markOf(), token: randomUUID() };
  let told = false;
  const result = await waitUntil<true | OpsError>(
    async () => {
      const taken = await createExclusively(path, JSON.stringify(mine)).catch((error: unknown) => hopeless(path, error));
      if (taken !== false) return taken;
      if (!told) options.onWait?.(await readHolder(path));
      told = true;
      await breakStale(path, mine, staleMs, clock);
      return undefined;
    },
    { clock, pollMs, withinMs, signal, deadline },
  );
  if (result.outcome === 'aborted') throw abortError(signal, `Waiting for ${path}`);
  if (result.outcome === 'deadline') throw lockTimeout(path, result.elapsedMs, result.lastError);
  if (result.value !== true) throw result.value;
  const heartbeat = setInterval(() => void touch(path, mine, clock), staleMs / 4);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if ((await readHolder(path))?.token === mine.token) await rm(path, { force: true });
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
    return hostErrors.CACHE_NOT_WRITABLE({ message: `Cannot make a lock in ${folder}: ${message}`, remedy, cause: error });
  }
  if (NO_FOLDER.has(code))
    return errors.NOT_FOUND({ message: `${folder} is not a folder any more`, remedy: 'Make it again, then try again.', cause: error });
  const reason = diskFullOr(error, folder);
  if (isOpsError(reason)) return reason;
  throw error;
}

async function breakStale(path: string, mine: Holder, staleMs: number, clock: Clock): Promise<void> {
  const isStale = async (content: string, file: string): Promise<boolean> => {
    const touchedMs = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
    if (touchedMs === undefined) return false;
    const holder = parseMark(content);
    const isDead = holder !== undefined && lifeOf(holder) === 'ended';
    return isDead || Math.abs(clock.nowMs() - touchedMs) > staleMs;
  };
  const stale = await contentOf(path);
  if (stale === undefined || !(await isStale(stale, path))) return;
  await removeStaleLock({ path, stale, mine: JSON.stringify(mine), isStale });
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const content = await contentOf(path);
  return content === undefined ? undefined : (parseMark(content) as Holder | undefined);
}

/** A holder that was stopped for too long has lost its lock; it must not keep another one's alive. */
async function touch(path: string, mine: Holder, clock: Clock): Promise<void> {
  if ((await readHolder(path))?.token !== mine.token) return;
  const now = clock.nowMs() / 1_000;
  await utimes(path, now, now).catch(() => undefined);
}

function lockTimeout(path: string, elapsedMs: number, cause: unknown): OpsError {
  return errors.OPERATION_TIMED_OUT({
    message: `The lock ${path} was not free within ${Math.round(elapsedMs / 1_000)} s`,
    remedy: 'Let the other process finish or stop it, or remove the file if there is none.',
    cause,
  });
}
