import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { appear, contentOf, removeStaleLock } from '@ringside/cluster';
import { OpsError, systemClock } from '@ringside/core';
import { lifeOf, markOf, parseMark, type ProcessIdentity, type ProcessMark } from '@ringside/host';

const FILE = 'launcher.lock';
const MAX_ATTEMPTS = 200;
/** Whoever removes a stale lock needs no longer than this as a rule. */
const RETRY_MS = 5;

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
  const self = markOf();
  const mine = JSON.stringify(self);
  const path = join(home, FILE);
  let stale = false;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    if (await appear(path, mine)) return { outcome: 'acquired', stale, release: () => releaseLock(path, self) };
    const content = await contentOf(path);
    if (content === undefined) continue;
    const holder = parseMark(content);
    if (holder !== undefined && isHeld(path, holder)) return { outcome: 'held', holder };
    const removed = await removeStaleLock({ path, stale: content, mine, isStale });
    if (!removed) await systemClock.sleep(RETRY_MS);
    stale = removed || stale;
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
  return holder !== undefined && isHeld(path, holder) ? holder : undefined;
}

/** True while the holder runs. One that counted its id in this container before it was started again has ended. */
function isHeld(path: string, holder: ProcessMark): boolean {
  const life = lifeOf(holder);
  if (life !== 'elsewhere') return life === 'running';
  throw new OpsError('RING_RUNNING', {
    message: `${path} is held by process ${holder.pid} of "${holder.host}", another machine or container`,
    remedy: `Stop the ring there with ringside down. When you are sure that nothing of it runs any more, remove ${path}.`,
  });
}

async function isStale(content: string, path: string): Promise<boolean> {
  const holder = parseMark(content);
  return holder === undefined || !isHeld(path, holder);
}

async function readHolder(path: string): Promise<ProcessMark | undefined> {
  const content = await contentOf(path);
  return content === undefined ? undefined : parseMark(content);
}

async function releaseLock(path: string, self: ProcessIdentity): Promise<void> {
  const holder = await readHolder(path);
  if (holder?.pid === self.pid && holder.startedAt === self.startedAt) await rm(path, { force: true });
}
