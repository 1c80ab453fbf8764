import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Bounds, LONGEST_TIMER_MS, retry, type RetryPolicy, systemClock, throwIfOver, watchBounds } from '@ringside/core';
import { identityOf, type ProcessIdentity } from './identity.ts';
import { signalGroup } from './signal.ts';

const KEPT_LINES = 2_000;
const GRACE_MS = 5_000;

/** How a command is run. */
export interface CommandOptions extends Bounds {
  /** How long it may take in all; past that, it is ended and reported as timed out. */
  readonly timeoutMs: number;
  /** The whole environment of the command, not an addition to this process's. Default: this process's. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** The command's working directory. Default: this process's. */
  readonly cwd?: string | undefined;
  /** Called with each line of either output as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** How a command ended. */
export interface CommandResult {
  /** Its exit status; `null` when it was ended by a signal or could not be started. */
  readonly exitCode: number | null;
  /** True when it was ended because its time was up, by `timeoutMs` or by the deadline; never for an abort, which throws. */
  readonly timedOut: boolean;
  /** Why it could not be started (no such file, not executable), else `undefined`. */
  readonly startError: Error | undefined;
  /** The last 2,000 lines of standard output and standard error together, in the order they came. */
  readonly lines: readonly string[];
}

/**
 * Runs a command to its end, in a process group of its own so that nothing it started outlives it.
 *
 * @param argv the program and its arguments; no shell takes part
 * @throws OpsError what `abortError()` says when the signal aborts, `OPERATION_TIMED_OUT` when the deadline passes; either ends the command with all that it
 *   started. Any other ending, past `timeoutMs` too, is a {@link CommandResult}
 */
export async function runCommand(argv: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const what = argv[0] ?? 'A command';
  throwIfOver(options, what);
  const watched = watchBounds(options, { what });
  try {
    return await runWatched(argv, options, watched.signal);
  } finally {
    watched.end();
  }
}

/** @param signal ends it at its bounds, for the reason to throw */
async function runWatched(argv: readonly string[], options: CommandOptions, signal: AbortSignal): Promise<CommandResult> {
  const [program = '', ...rest] = argv;
  const start = (): ChildProcessByStdio<null, Readable, Readable> =>
    spawn(program, rest, { env: options.env ?? process.env, cwd: options.cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const child = await whenWritten(start, signal);
  const lines: string[] = [];
  const keep = (line: string): void => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    options.onLine?.(line);
  };
  const read = Promise.all([eachLine(child.stdout, keep), eachLine(child.stderr, keep)]);
  let timedOut = false;
  const end = endOnce(identityOf(child.pid ?? 0));
  const onTimeout = (): void => {
    timedOut = true;
    end.now();
  };
  const timer = setTimeout(onTimeout, Math.min(options.timeoutMs, LONGEST_TIMER_MS));
  signal.addEventListener('abort', end.now, { once: true });
  if (signal.aborted) end.now();
  try {
    const ending = await new Promise<{ exitCode: number | null; startError: Error | undefined }>((resolve) => {
      child.once('error', (startError) => resolve({ exitCode: null, startError }));
      child.once('exit', (exitCode) => resolve({ exitCode, startError: undefined }));
    });
    if (ending.startError === undefined) await read;
    if (signal.aborted) throw signal.reason;
    return { ...ending, timedOut, lines };
  } finally {
    clearTimeout(timer);
    end.forget();
    signal.removeEventListener('abort', end.now);
  }
}

const BUSY: RetryPolicy = {
  attempts: 20,
  backoff: { firstMs: 25, factor: 1, mostMs: 25, jitter: 0 },
  retries: (error) => (error as NodeJS.ErrnoException).code === 'ETXTBSY',
};

/**
 * Starts a program that was perhaps written a moment ago. A program that this process starts at the same time holds all open files until it
 * is running itself, that of the other one included, and Linux starts no file that somebody may write to (`ETXTBSY`).
 */
async function whenWritten<T>(start: () => T, signal: AbortSignal): Promise<T> {
  return await retry(BUSY, async () => start(), { clock: systemClock, random: Math.random, signal });
}

async function eachLine(stream: Readable, take: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: stream })) take(line);
}

/** Ends a process group politely, and after five seconds at once. */
function endOnce(leader: ProcessIdentity): { now: () => void; forget: () => void } {
  let hard: NodeJS.Timeout | undefined;
  return {
    now: () => {
      if (hard !== undefined) return;
      signalGroup(leader, 'SIGTERM');
      hard = setTimeout(() => signalGroup(leader, 'SIGKILL'), GRACE_MS);
    },
    forget: () => clearTimeout(hard),
  };
}
