import { type Clock, errors, waitUntil } from '@ringside/core';
import { identityOf, isCertain, isRunning, type ProcessIdentity } from './identity.ts';

const POLL_MS = 50;
const GRACE_MS = 10_000;
const KILLED_LIMIT_MS = 20_000;

/**
 * Sends a signal to that very process, never to another that was given its id since.
 *
 * @param signal such as `SIGTERM`
 * @returns false when it has ended, or when the system does not tell whether it still is that one
 */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  return isCertain(identity) && send(identity.pid, signal);
}

/**
 * Sends a signal to a process that leads a group, and to all that it started in there, also when it has ended itself. Nothing is sent once its
 * id belongs to another process. Synchronous, so that even the second Ctrl-C can use it.
 *
 * @param signal such as `SIGTERM`
 * @returns false when there is no such group any more
 */
export function signalGroup(leader: ProcessIdentity, signal: NodeJS.Signals): boolean {
  // Group 0 is this process's own, and -1 is everybody.
  if (!Number.isSafeInteger(leader.pid) || leader.pid <= 1) return false;
  const now = identityOf(leader.pid);
  // While a group has members, the system gives its id to no new process: who has it now is the leader, or nobody.
  if (isRunning(now) && !isRunning(leader)) return false;
  return send(-leader.pid, signal);
}

function send(target: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(target, signal);
  } catch {
    return false;
  }
}

/** How {@link endProcess} waits. */
export interface EndOptions {
  /** Measures the grace, and the pauses between looks at the process. */
  readonly clock: Clock;
  /** How long the process may take to end by itself. Default: 10 s. */
  readonly graceMs?: number | undefined;
  /** Ends the patience, not the call: the process is killed at once. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Ends a process, and resolves when it is gone: asks it to (SIGTERM), and kills it when it does not end in time or the signal aborts. A process
 * that not even SIGKILL ends within 20 s, because the kernel holds it, is left.
 */
export async function endProcess(identity: ProcessIdentity, { clock, graceMs = GRACE_MS, signal }: EndOptions): Promise<void> {
  if (!signalProcess(identity, 'SIGTERM')) return;
  const gone = async (): Promise<true | undefined> => (isRunning(identity) ? undefined : true);
  const result = await waitUntil(gone, { clock, pollMs: POLL_MS, withinMs: graceMs, signal });
  if (result.outcome === 'met' || !signalProcess(identity, 'SIGKILL')) return;
  // Only when it is gone are its ports and files free for the next one.
  await waitUntil(gone, { clock, pollMs: POLL_MS, withinMs: KILLED_LIMIT_MS });
}

/**
 * Kills processes and waits until they are gone, with their memory, ports and files; one that appears meanwhile is killed as well.
 *
 * @param find looks for those that run
 * @throws OpsError `OPERATION_TIMED_OUT` when one is still there after 20 s
 */
export async function killAndWait(find: () => readonly ProcessIdentity[], clock: Clock): Promise<void> {
  let left: readonly ProcessIdentity[] = [];
  const probe = async (): Promise<true | undefined> => {
    const found = find();
    for (const identity of found) signalProcess(identity, 'SIGKILL');
    const known = new Map([...left, ...found].map((identity) => [`${identity.pid} ${identity.startedAt}`, identity]));
    left = [...known.values()].filter((identity) => isRunning(identity));
    return left.length === 0 ? true : undefined;
  };
  const result = await waitUntil(probe, { clock, pollMs: POLL_MS, withinMs: KILLED_LIMIT_MS });
  if (result.outcome === 'met') return;
  throw errors.OPERATION_TIMED_OUT({
    remedy: `See what it waits for: ps -o pid,stat,wchan,args -p ${left.map(({ pid }) => pid).join(',')}`,
    message: `Killed, but still there after 20 s: process ${left.map(({ pid }) => pid).join(', ')}`,
  });
}
