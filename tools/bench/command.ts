import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { throwIfAborted } from '@ringside/core';
import { identityOf, membersOf, type ProcessIdentity, signalGroup } from '@ringside/host';

/** Between asking a command to end and ending it. */
const PATIENCE_MS = 30_000;
/** Of what a command printed, the end is kept. */
const KEPT_CHARACTERS = 1_000_000;

/** How a command is run. */
export interface CommandOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly env?: NodeJS.ProcessEnv;
  /** After which it is ended. */
  readonly limitMs?: number;
}

/** How a command ended. */
export interface CommandEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Both streams, as they came; the end of a long one. */
  readonly output: string;
}

/**
 * Runs a command to its end. When the signal aborts or its time is over, it and all that it started are ended before this returns: what a shell,
 * npm or Nx has started would otherwise go on by itself.
 *
 * @throws `ABORTED` with the signal's reason as its cause, or an Error that says that its time was over
 */
export async function runCommand([program = '', ...words]: readonly string[], options: CommandOptions): Promise<CommandEnd> {
  const { cwd, signal, env = process.env, limitMs } = options;
  throwIfAborted(signal, 'The benchmark');
  // A group of its own, by which all of it can be ended.
  const child = spawn(program, words, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = limitMs === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  let [stdout, output] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (output = (output + chunk).slice(-KEPT_CHARACTERS)));
  const closed = once(child, 'close');
  const leader = identityOf(child.pid ?? 0);
  const abort = (): void => void endGroup(leader);
  ended.addEventListener('abort', abort, { once: true });
  try {
    const [exitCode] = (await closed) as [number | null];
    if (ended.aborted) await endGroup(leader);
    throwIfAborted(signal, 'The benchmark');
    if (ended.aborted) throw new Error(`${[program, ...words].join(' ')} did not end within ${(limitMs ?? 0) / 1_000} s`);
    return { exitCode, stdout, output };
  } finally {
    ended.removeEventListener('abort', abort);
  }
}

/** Asks a group of processes to end, and ends it when it does not. */
async function endGroup(leader: ProcessIdentity): Promise<void> {
  signalGroup(leader, 'SIGTERM');
  const endMs = performance.now() + PATIENCE_MS;
  while (membersOf([leader]).length > 0) {
    if (performance.now() > endMs) {
      signalGroup(leader, 'SIGKILL');
      return;
    }
    await sleep(50);
  }
}
