import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bounds, systemClock } from '@ringside/core';
import { assertDisk, exclusively } from '@ringside/host';
import { prepareCache } from '../cassandra/cache-directory.ts';

const WAIT_FOR_OTHERS_MS = 20 * 60_000;
const TEMPORARY = '.fetching-';

/** A program that is fetched into the user's cache. */
export interface CachedProgram extends Bounds {
  /** The folder in which its own is made; on the same file system. */
  readonly cache: string;
  /** The folder that it is to have at the end. */
  readonly home: string;
  /** What fetching and unpacking it takes at the most. */
  readonly neededBytes: number;
  /** True when `home` holds it, ready to run. */
  readonly isThere: () => Promise<boolean>;
  /** Fetches it into a folder that is empty, and checks it. @returns what becomes `home` */
  readonly fetchInto: (temporary: string) => Promise<string>;
}

/**
 * Fetches a program into the cache unless it is there. Two processes that ask at once fetch once, and nothing half-done is ever seen: what is there
 * has been checked, whole, before it took its name.
 *
 * @throws OpsError what `fetchInto` throws, `CACHE_NOT_WRITABLE`, `DISK_FULL`, `OPERATION_TIMED_OUT`, `ABORTED`
 */
export async function keepInCache(program: CachedProgram): Promise<void> {
  const { cache, home, isThere, signal, deadline } = program;
  await prepareCache(cache);
  const work = async (): Promise<void> => {
    if (!(await isThere())) await install(program);
  };
  await exclusively(`${home}.lock`, work, { clock: systemClock, withinMs: WAIT_FOR_OTHERS_MS, signal, deadline });
}

/** The caller holds the lock, so every temporary folder there is was left by a process that was killed. */
async function install({ cache, home, neededBytes, fetchInto }: CachedProgram): Promise<void> {
  await removeAbandoned(cache);
  await assertDisk(cache, neededBytes);
  const temporary = join(cache, `${TEMPORARY}${randomUUID()}`);
  try {
    await mkdir(temporary);
    const fetched = await fetchInto(temporary);
    await rm(home, { recursive: true, force: true });
    await rename(fetched, home);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (name.startsWith(TEMPORARY)) await rm(join(cache, name), { recursive: true, force: true });
  }
}
