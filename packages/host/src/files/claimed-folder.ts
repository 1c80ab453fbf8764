import { once } from 'node:events';
import { lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { basename, join } from 'node:path';
import { identityOf, isRunning } from '../process/identity.ts';
import { kernelId, processSpace } from '../process/mark.ts';

const OWNER = 'owner';
const SOCKET = 'alive';
/** Far more than any work in such a folder takes. */
const SURELY_OVER_MS = 24 * 60 * 60 * 1_000;

/** A folder of this process, which no other process removes while this one lives. */
export interface ClaimedFolder {
  /** The folder, below the parent; its name holds this process's id, such as `ringside-4711-9f3c2ab07e51-x1Y2z3`. */
  readonly path: string;
  /** Takes the mark away; the folder itself stays. */
  readonly release: () => void;
}

/**
 * Makes a folder of its own for this process, which does not outlive it for long: when the process ends without removing it, the next one that calls
 * {@link removeAbandonedFolders} does. Its name tells which process that is, and among which others its id counts.
 *
 * @param parent an existing folder
 * @param prefix what the folder's name begins with
 */
export async function makeClaimedFolder(parent: string, prefix: string): Promise<ClaimedFolder> {
  const path = await mkdtemp(join(parent, `${prefix}${process.pid}-${processSpace()}-`));
  return { path, release: await claimFolder(path) };
}

/**
 * Marks a folder as used by this process until it ends, however it ends.
 *
 * The mark is a socket on which this process listens. A process id would say nothing to a process in another container that
 * shares the folder, whereas a socket answers, or refuses, all processes of one kernel. Where a socket cannot be made
 * (a long path, a file system of another machine), the id counts among the processes that share it, and otherwise the folder's age.
 *
 * @returns takes the mark away
 */
export async function claimFolder(folder: string): Promise<() => void> {
  const server = createServer((connection) => connection.destroy());
  server.listen(join(folder, SOCKET));
  try {
    await once(server, 'listening');
  } catch {
    return () => undefined;
  }
  server.unref();
  await writeFile(join(folder, OWNER), kernelId());
  return () => void server.close();
}

/** Removes this user's folders of processes that have ended. What is in doubt stays. */
export async function removeAbandonedFolders(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(parent, name);
    // Another process may remove the same folder at the same time.
    if (await isAbandoned(folder).catch(() => false)) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isAbandoned(folder: string): Promise<boolean> {
  const stats = await lstat(folder);
  if (!stats.isDirectory() || stats.uid !== process.getuid?.()) return false;
  const owner = await readFile(join(folder, OWNER), 'utf8').catch(() => undefined);
  const answer = owner === kernelId() ? await ask(join(folder, SOCKET)) : 'nothing';
  if (answer !== 'nothing') return answer === 'refuses';
  return (await hasEnded(basename(folder))) || stats.mtimeMs + SURELY_OVER_MS < Date.now();
}

/** Whether the process of a folder is surely over; known only of those whose ids mean the same here. */
async function hasEnded(name: string): Promise<boolean> {
  const [, pid, space] = /(\d+)-([0-9a-f]+)-[^-]+$/.exec(name) ?? [];
  return space === processSpace() && !isRunning(identityOf(Number(pid)));
}

async function ask(socket: string): Promise<'answers' | 'refuses' | 'nothing'> {
  const connection = connect(socket);
  return new Promise((resolve) => {
    connection.once('connect', () => resolve('answers'));
    connection.once('error', ({ code }: NodeJS.ErrnoException) => {
      const isGone = code === 'ENOENT' || code === 'ENOTSOCK';
      // A socket whose queue is full belongs to somebody who is there.
      resolve(code === 'ECONNREFUSED' ? 'refuses' : isGone ? 'nothing' : 'answers');
    });
  }).finally(() => connection.destroy()) as Promise<'answers' | 'refuses' | 'nothing'>;
}
