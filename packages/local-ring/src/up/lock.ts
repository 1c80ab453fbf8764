import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { claimFile, claimHolder, type ProcessIdentity, type ProcessLife, type ProcessMark } from '@ringside/host';
import { modelErrors } from '@ringside/model';

const FILE = 'launcher.lock';

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
  const path = join(home, FILE);
  // One that counted its id in this container before it was started again has ended.
  const result = await claimFile(path, { isOver: (life) => life === 'ended' || life === 'unseen' });
  if (result.outcome === 'claimed') return { outcome: 'acquired', stale: result.wasStale, release: () => result.release() };
  if (result.outcome === 'held') {
    assertHere(path, result.holder, result.life);
    return { outcome: 'held', holder: result.holder };
  }
  throw modelErrors.RING_RUNNING({
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
  const found = await claimHolder(path);
  if (found === undefined) return undefined;
  assertHere(path, found.holder, found.life);
  return found.life === 'running' ? found.holder : undefined;
}

function assertHere(path: string, holder: ProcessMark, life: ProcessLife): void {
  if (life !== 'elsewhere') return;
  throw modelErrors.RING_RUNNING({
    message: `${path} is held by process ${holder.pid} of "${holder.host}", another machine or container`,
    remedy: `Stop the ring there with ringside down. When you are sure that nothing of it runs any more, remove ${path}.`,
  });
}
