import { lstat, open, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, errors, metOrThrow, type OpsError, waitUntil } from '@ringside/core';
import { identityOf, signalProcess } from '@ringside/host';
import { nodeControlErrors } from '@ringside/node-control';

const LISTENER_LIMIT_MS = 10_000;
const ANSWER_LIMIT_MS = 15_000;
const POLL_MS = 5;

/** HotSpot's own folder for its socket, whatever `java.io.tmpdir` says: `os::get_temp_directory()`. */
const TEMP_DIRECTORY = process.platform === 'darwin' ? tmpdir() : '/tmp';

/**
 * Has a running JVM of this user execute a diagnostic command, as `jcmd` does, but without a JVM of its own for that: it speaks HotSpot's
 * attach protocol, version 1 (`attachListener.cpp`), over the JVM's Unix socket. About 10 ms; 50 ms the first time.
 *
 * @param pid the process; it must be a JVM, because a signal wakes its listener that would end any other program
 * @param command such as `VM.version`; no secrets, since the JVM may log it
 * @returns what the command prints
 * @throws OpsError `NODE_REFUSED` with the JVM's words, `OPERATION_TIMED_OUT` for one that is frozen, `PERMISSION_DENIED` when something is in
 * the way, `ABORTED`
 */
export async function diagnose(pid: number, command: string, clock: Clock, signal?: AbortSignal): Promise<string> {
  const socket = await attachSocket(pid, clock, signal);
  const request = ['1', 'jcmd', command, '', ''].map((word) => `${word}\0`).join('');
  const answer = await ask(socket, request, signal);
  const end = answer.indexOf('\n');
  const text = answer.slice(end + 1).trim();
  if (answer.slice(0, end) === '0') return text;
  throw nodeControlErrors.NODE_REFUSED({ message: `Process ${pid} refused ${command.split(' ')[0]}: ${text.split('\n')[0]}` });
}

/** The socket of the attach listener, which a JVM opens when it finds a file with a certain name and is sent a SIGQUIT. */
async function attachSocket(pid: number, clock: Clock, signal: AbortSignal | undefined): Promise<string> {
  const socket = join(TEMP_DIRECTORY, `.java_pid${pid}`);
  if (await isOurSocket(socket)) return socket;
  const trigger = triggerFile(pid);
  await makeTrigger(trigger);
  try {
    if (!signalProcess(identityOf(pid), 'SIGQUIT'))
      throw nodeControlErrors.NODE_REFUSED({ message: `Process ${pid} does not run any more`, remedy: 'Start the node, then try again.' });
    const probe = async (): Promise<true | undefined> => ((await isOurSocket(socket)) ? true : undefined);
    metOrThrow(
      await waitUntil(probe, { clock, pollMs: POLL_MS, withinMs: LISTENER_LIMIT_MS, signal }),
      `Attaching to process ${pid}`,
      signal,
    );
    return socket;
  } finally {
    await rm(trigger, { force: true });
  }
}

/**
 * Where the JVM looks for the file: first in its working folder, which only the ring's owner can write to, and only then among everybody's
 * temporary files (`AttachListener::is_init_trigger`). Off Linux it looks in the temporary folder only, which macOS gives to each user.
 */
function triggerFile(pid: number): string {
  const folder = process.platform === 'linux' ? `/proc/${pid}/cwd` : TEMP_DIRECTORY;
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
    if (found?.isFile() === true && found.uid === process.getuid?.()) return;
    const message = `${path} cannot be made: ${(cause as Error).message}`;
    throw errors.PERMISSION_DENIED({ message, remedy: `See what is there and remove it: ls -l ${path}.`, cause });
  }
}

/** Anybody may put files there: only a socket that none but this user can use is the JVM's. */
async function isOurSocket(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined && found.isSocket() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
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
