import { lstat, open, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, errors, metOrThrow, type OpsError, waitUntil } from '@ringside/core';
import { hostErrors } from '../errors.ts';
import { handlesSignal, identityOf } from '../process/identity.ts';
import { signalProcess } from '../process/signal.ts';

const LISTENER_LIMIT_MS = 10_000;
const ANSWER_LIMIT_MS = 15_000;
const POLL_MS = 5;

/** How {@link askJvm} waits. */
export interface AskJvmOptions {
  /** Measures the wait for the JVM's listener. */
  readonly clock: Clock;
  /** Ends the wait; the JVM may carry out the command all the same. */
  readonly signal?: AbortSignal | undefined;
  /** How long the JVM may take to open its listener. Default: 10 s. */
  readonly listenerWithinMs?: number | undefined;
}

/** What a JVM said to {@link askJvm}. */
export interface JvmAnswer {
  /** The attach protocol's result: 0 for a command that was carried out. */
  readonly code: number;
  /** What the command printed. */
  readonly text: string;
}

/**
 * Sends a command to a running JVM of this process's effective user over HotSpot's attach protocol, version 1 (`attachListener.cpp`), through the
 * JVM's Unix socket. No Java is needed on this side: neither a JDK nor `jdk.attach`. About 10 ms; 50 ms the first time.
 *
 * @param pid the process; it must be a JVM, because a signal wakes its listener that would end any other program
 * @param words the command and its arguments, at most three, such as `jcmd` and `VM.version`; no secrets, since the JVM may log them
 * @throws OpsError `NOT_FOUND` when the process has ended, `JVM_REFUSED` when it does not open its listener or gives no result, `OPERATION_TIMED_OUT` for one that
 *   opened it and does not answer, `PERMISSION_DENIED` when something is in the way, `ABORTED`
 */
export async function askJvm(pid: number, words: readonly string[], options: AskJvmOptions): Promise<JvmAnswer> {
  const socket = await attachSocket(pid, options);
  const request = ['1', ...words, '', '', ''].slice(0, REQUEST_WORDS).map((word) => `${word}\0`);
  const answer = await ask(socket, request.join(''), options.signal);
  return readAnswer(pid, answer);
}

/** A JVM that ends meanwhile, or whose listener fails, closes the connection: nothing is not a result of zero. */
function readAnswer(pid: number, answer: string): JvmAnswer {
  const [line, code] = /^(-?\d+) *(?:\n|$)/.exec(answer) ?? [];
  if (line !== undefined) return { code: Number(code), text: answer.slice(line.length).trim() };
  const said =
    answer === '' ? 'closed the connection without an answer' : `answered with no result: ${answer.slice(0, SHOWN_CHARACTERS).trim()}`;
  throw hostErrors.JVM_REFUSED({
    message: `The JVM of process ${pid} ${said}`,
    remedy: 'See whether the process still runs and what it printed, then try again.',
  });
}

const SHOWN_CHARACTERS = 200;

/** The protocol's version, a command, and three arguments, empty ones included. */
const REQUEST_WORDS = 5;

/** The socket of the attach listener, which a JVM opens when it finds a file with a certain name and is sent a SIGQUIT. */
async function attachSocket(pid: number, { clock, signal, listenerWithinMs = LISTENER_LIMIT_MS }: AskJvmOptions): Promise<string> {
  const socket = join(temporaryFolderOf(pid), `.java_pid${pid}`);
  if (await isOurSocket(socket)) return socket;
  assertListens(pid);
  const trigger = triggerFile(pid);
  await makeTrigger(trigger);
  try {
    if (!signalProcess(identityOf(pid), 'SIGQUIT')) throw errors.NOT_FOUND({ message: `Process ${pid} does not run any more` });
    const probe = async (): Promise<true | undefined> => ((await isOurSocket(socket)) ? true : undefined);
    const result = await waitUntil(probe, { clock, pollMs: POLL_MS, withinMs: listenerWithinMs, signal });
    if (result.outcome === 'deadline') throw unopened(pid, listenerWithinMs);
    metOrThrow(result, `Attaching to process ${pid}`, signal);
    return socket;
  } finally {
    await rm(trigger, { force: true });
  }
}

/** The signal would end a process that does not handle it: one that is no JVM, or one that was started with `-Xrs`. */
function assertListens(pid: number): void {
  if (handlesSignal(pid, constants.signals.SIGQUIT) !== false) return;
  throw hostErrors.JVM_REFUSED({ message: `Process ${pid} does not handle SIGQUIT: it is no JVM, or was started with -Xrs` });
}

function unopened(pid: number, withinMs: number): OpsError {
  return hostErrors.JVM_REFUSED({ message: `The JVM of process ${pid} did not open its attach listener within ${withinMs / 1_000} s` });
}

/**
 * HotSpot's own folder for its socket, whatever `java.io.tmpdir` says (`os::get_temp_directory()`), as the process sees it: a service with a
 * private `/tmp` has another one than everybody.
 */
function temporaryFolderOf(pid: number): string {
  if (process.platform === 'linux') return `/proc/${pid}/root/tmp`;
  return process.platform === 'darwin' ? tmpdir() : '/tmp';
}

/**
 * Where the JVM looks for the file: first in its working folder, which only its owner can write to, and only then among everybody's
 * temporary files (`AttachListener::is_init_trigger`). Off Linux it looks in the temporary folder only, which macOS gives to each user.
 */
function triggerFile(pid: number): string {
  const folder = process.platform === 'linux' ? `/proc/${pid}/cwd` : temporaryFolderOf(pid);
  return join(folder, `.attach_pid${pid}`);
}

/**
 * Makes the file only where nothing is: its name can be foretold, and a link of that name would have this process write where it leads.
 * A file of this user's own is what a process left that was killed, and does as well.
 */
async function makeTrigger(path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (cause) {
    const found = await lstat(path).catch(() => undefined);
    if (found?.isFile() === true && found.uid === process.geteuid?.()) return;
    const message = `${path} cannot be made: ${(cause as Error).message}`;
    throw errors.PERMISSION_DENIED({ message, remedy: `See what is there and remove it: ls -l ${path}.`, cause });
  }
}

/** Anybody may put files there: only a socket that none but this user can use is the JVM's. */
async function isOurSocket(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined && found.isSocket() && found.uid === process.geteuid?.() && (found.mode & 0o077) === 0;
}

function ask(path: string, request: string, signal: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path, () => socket.write(request));
    let answer = '';
    const fail = (error: OpsError): void => void socket.destroy(error);
    const onAbort = (): void => fail(errors.ABORTED({ message: 'Asking a node was interrupted' }));
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.setTimeout(ANSWER_LIMIT_MS, () =>
      fail(
        errors.OPERATION_TIMED_OUT({ message: 'The node does not answer', remedy: 'See whether it is paused or busy, then try again.' }),
      ),
    );
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.once('error', reject);
    socket.once('close', () => {
      signal?.removeEventListener('abort', onAbort);
      resolve(answer);
    });
  });
}
