import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { OpsError } from '@ringside/core';
import { bootOf, identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';

const FILE = 'launcher.lock';
const MAX_ATTEMPTS = 20;

/** A launcher as its lock names it; pids of another machine or container mean nothing here. */
interface Holder extends ProcessIdentity {
  readonly host?: string;
  /** The namespace of its pids, in Linux's words; absent elsewhere. */
  readonly pidNamespace?: string;
}

/** What {@link acquireLock} found. */
export type LockResult =
  | { readonly outcome: 'acquired'; readonly stale: boolean; release(): Promise<void> }
  | { readonly outcome: 'held'; readonly holder: ProcessIdentity };

/**
 * Takes the lock that the launcher of a state folder holds while it runs. A lock whose holder has ended (its pid is gone, or now
 * belongs to a process that started at another time) is stale and is taken over.
 *
 * @param home the state folder; it is made when it is missing
 * @throws OpsError `RING_RUNNING` when it is held from another machine or container, where nobody here can see whether its holder lives
 * @returns `held` with the process that has it, or `acquired` with `stale` telling whether a dead launcher's lock was taken over
 */
export async function acquireLock(home: string): Promise<LockResult> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const self = await ownHolder();
  const path = join(home, FILE);
  let stale = false;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    if (await createLock(path, self)) return { outcome: 'acquired', stale, release: () => releaseLock(path, self) };
    const holder = await readHolder(path);
    if (holder === 'gone') continue;
    if (holder !== 'unreadable' && (await isHeld(path, holder))) return { outcome: 'held', holder };
    stale = (await removeStale(path, holder)) || stale;
  }
  throw new OpsError('RING_RUNNING', {
    message: `${path} keeps changing hands`,
    remedy: 'Other ringside commands are busy here; try again.',
  });
}

/**
 * The launcher that holds the lock of a state folder and runs, if there is one.
 *
 * @throws OpsError `RING_RUNNING` when it is held from another machine or container
 */
export async function lockHolder(home: string): Promise<ProcessIdentity | undefined> {
  const path = join(home, FILE);
  const holder = await readHolder(path);
  return typeof holder !== 'string' && (await isHeld(path, holder)) ? holder : undefined;
}

async function ownHolder(): Promise<Holder> {
  const self = await identifyProcess(process.pid);
  if (self === undefined) throw new OpsError('INTERNAL', { message: 'Cannot tell when this process started' });
  const pidNamespace = await readlink('/proc/self/ns/pid').catch(() => undefined);
  return { ...self, host: hostname(), ...(pidNamespace === undefined ? {} : { pidNamespace }) };
}

/** True while the holder runs. */
async function isHeld(path: string, holder: Holder): Promise<boolean> {
  if (!isElsewhere(holder, await ownHolder())) return await isAlive(holder);
  throw new OpsError('RING_RUNNING', {
    message: `${path} is held by process ${holder.pid} of "${holder.host}", another machine or container`,
    remedy: `Stop the ring there with ringside down. When you are sure that nothing of it runs any more, remove ${path}.`,
  });
}

/**
 * A name alone may change, and so do pid namespaces and boots when a container or machine of the same name starts again: only both
 * together speak for another place.
 */
function isElsewhere(holder: Holder, self: Holder): boolean {
  if (holder.host === undefined || holder.host === self.host || holder.pidNamespace === undefined) return false;
  return holder.pidNamespace !== self.pidNamespace || bootOf(holder) !== bootOf(self);
}

/** `link` makes the lock appear with its whole content at once, or not at all when there is one. */
async function createLock(path: string, self: Holder): Promise<boolean> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(temporary, JSON.stringify(self), { mode: 0o600 });
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function readHolder(path: string): Promise<Holder | 'gone' | 'unreadable'> {
  try {
    const value = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder> | null;
    return typeof value?.pid === 'number' && typeof value.startedAt === 'string' ? (value as Holder) : 'unreadable';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'unreadable';
  }
}

/**
 * Moves a stale lock away. Should another process have taken it over in between, what was moved is that process's lock, and it
 * is put back.
 */
async function removeStale(path: string, expected: ProcessIdentity | 'unreadable'): Promise<boolean> {
  const aside = `${path}.stale.${randomBytes(6).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch {
    return false;
  }
  try {
    const moved = await readHolder(aside);
    const same =
      typeof moved === 'string'
        ? moved === expected
        : typeof expected !== 'string' && moved.pid === expected.pid && moved.startedAt === expected.startedAt;
    if (!same) await link(aside, path).catch(() => undefined);
    return same;
  } finally {
    await rm(aside, { force: true });
  }
}

async function releaseLock(path: string, self: ProcessIdentity): Promise<void> {
  const holder = await readHolder(path);
  if (typeof holder !== 'string' && holder.pid === self.pid && holder.startedAt === self.startedAt) await rm(path, { force: true });
}
