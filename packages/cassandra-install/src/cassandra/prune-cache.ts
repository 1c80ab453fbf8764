import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { abortError, type Bounds, type Clock, systemClock, throwIfOver } from '@ringside/core';
import { exclusively } from '@ringside/host';
import { type Host, thisHost } from '../java/host.ts';
import { ringsideCache } from './cache-directory.ts';
import { lockDigest, lockPath, readJarLock } from './jar-lock.ts';
import { supportedCassandra } from './versions.ts';

/** An install's folder: version and digest of its lock. */
const INSTALL = /^\d+\.\d+\.\d+-[0-9a-f]{12}$/;
/** A folder that a prune has moved out of the way and did not get to remove. */
const DOOMED = /^\.pruned-[0-9a-f-]{36}$/;
const LOCK_WAIT_MS = 1_000;

/** What {@link planPrune} may be told; all of it has a default. */
export interface PruneOptions {
  /** Installs that were used more recently stay: another clone of Ringside may have them in its lock. Default: 30 days. */
  readonly unusedForMs?: number | undefined;
  /** Default: the user's cache folder, as for `getCassandra()`. */
  readonly cacheDirectory?: string | undefined;
  /** The machine, whose environment names the cache. Default: this one. */
  readonly host?: Host | undefined;
  /** Tells how long an install has not been used. Default: the system's. */
  readonly clock?: Clock | undefined;
}

/** Jars that {@link prune} would remove. */
export interface PrunableInstall {
  /** Its folder, absolute; removed as a whole, class-data archives included. */
  readonly directory: string;
  /** What removing it frees. */
  readonly sizeBytes: number;
  /** Milliseconds since 1970. */
  readonly lastUsedMs: number;
}

/** The default of {@link PruneOptions.unusedForMs}. */
export const PRUNE_UNUSED_FOR_MS: number = 30 * 24 * 3_600_000;

/**
 * Finds the jars in the cache that nobody needs any more: not in a lock of this Ringside, not used for some time, and not by a process that runs.
 * Changes nothing.
 */
export async function planPrune(options: PruneOptions = {}): Promise<readonly PrunableInstall[]> {
  const { host = thisHost(), clock = systemClock, unusedForMs = PRUNE_UNUSED_FOR_MS } = options;
  const cache = join(options.cacheDirectory ?? ringsideCache(host), 'cassandra');
  const names = (await readdir(cache).catch(() => [])).filter((name) => INSTALL.test(name) || DOOMED.test(name));
  const kept = await lockedInstalls();
  const found: PrunableInstall[] = [];
  for (const name of names.filter((each) => !kept.has(each))) {
    const directory = join(cache, name);
    const lastUsedMs = await usedAt(directory);
    const isOld = DOOMED.test(name) || clock.nowMs() - lastUsedMs > unusedForMs;
    if (isOld && !(await isInUse(directory))) found.push({ directory, lastUsedMs, sizeBytes: await sizeOf(directory) });
  }
  return found;
}

/**
 * Removes what {@link planPrune} found, one install after another; one that has come into use since stays. An install disappears at once, so that
 * nobody ever finds half of it.
 *
 * @param plan the installs to remove
 * @returns those that were removed
 * @throws OpsError `ABORTED`, or `OPERATION_TIMED_OUT` at the deadline, between two installs
 */
export async function prune(
  plan: readonly PrunableInstall[],
  options: PruneOptions = {},
  { signal, deadline }: Bounds = {},
): Promise<readonly PrunableInstall[]> {
  const { clock = systemClock } = options;
  const removed: PrunableInstall[] = [];
  for (const install of plan) {
    if (signal?.aborted === true) throw abortError(signal, 'Removing jars', 'Run it again to remove the rest.');
    throwIfOver({ deadline }, 'Removing jars');
    const { directory, lastUsedMs } = install;
    const work = async (): Promise<void> => {
      if ((await usedAt(directory)) !== lastUsedMs || (await isInUse(directory))) return;
      const doomed = join(directory, '..', `.pruned-${randomUUID()}`);
      await rename(directory, doomed);
      await rm(doomed, { recursive: true, force: true });
      removed.push(install);
    };
    await exclusively(`${directory}.lock`, work, { clock, withinMs: LOCK_WAIT_MS, signal, deadline });
  }
  return removed;
}

/** Notes that an install is used now; a cache that may only be read stays as it is. */
export async function markUsed(directory: string, clock: Clock): Promise<void> {
  const now = new Date(clock.nowMs());
  await utimes(directory, now, now).catch(() => undefined);
}

/** The names of the installs that this Ringside would use. */
async function lockedInstalls(): Promise<ReadonlySet<string>> {
  const versions = Object.keys(supportedCassandra);
  const locks = await Promise.all(
    versions.map(async (version) => `${version}-${lockDigest(await readJarLock(version, lockPath(version)))}`),
  );
  return new Set(locks);
}

async function usedAt(directory: string): Promise<number> {
  return (await stat(directory).catch(() => undefined))?.mtimeMs ?? 0;
}

/** True when a process of this machine has the folder in its command line, as a node and a tool have; unknown where there is no `/proc`. */
async function isInUse(directory: string): Promise<boolean> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (words.includes(directory + sep)) return true;
  }
  return false;
}

async function sizeOf(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(entries.map(async (name) => (await stat(join(directory, name)).catch(() => undefined))?.size ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}
