import { type Clock, OpsError, waitUntil } from '@ringside/core';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';

const DEADLINE_MS = 20_000;
const POLL_MS = 50;

/** Sends SIGKILL to each; one that has ended by itself is no error. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/**
 * Kills processes and waits until they are gone, with their memory, ports and files; one that appears meanwhile is killed as well.
 *
 * @param find looks for the pids of those that run
 * @throws OpsError `OPERATION_TIMED_OUT` when one is still there after 20 s
 */
export async function killAndWait(find: () => readonly number[], clock: Clock): Promise<void> {
  let left = new Map<number, ProcessIdentity>();
  const probe = async (): Promise<true | undefined> => {
    const found = find();
    const identities = await Promise.all(found.filter((pid) => !left.has(pid)).map((pid) => identifyProcess(pid)));
    for (const identity of identities) if (identity !== undefined) left.set(identity.pid, identity);
    killAll(found);
    const alive = await Promise.all([...left.values()].map(async (identity) => ((await isAlive(identity)) ? [identity] : [])));
    left = new Map(alive.flat().map((identity) => [identity.pid, identity]));
    return left.size === 0 ? true : undefined;
  };
  const result = await waitUntil(probe, { clock, pollMs: POLL_MS, deadlineMs: DEADLINE_MS });
  if (result.outcome === 'met') return;
  throw new OpsError('OPERATION_TIMED_OUT', { message: `Killed, but still there after 20 s: process ${[...left.keys()].join(', ')}` });
}
