import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { lstat, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';

const OWNER = 'owner';
const SOCKET = 'alive';
/** Far more than all time limits of one publication together. */
const SURELY_OVER_MS = 24 * 60 * 60 * 1_000;

/** A folder of this process, which no other process removes while this one lives. */
export interface ClaimedFolder {
  readonly path: string;
  /** Takes the mark away; the folder itself stays. */
  readonly release: () => void;
}

/** Makes a folder of its own for this process. Its name tells which process that is, and among which others its id counts. */
export async function makeFolder(parent: string, prefix: string): Promise<ClaimedFolder> {
  const path = await mkdtemp(join(parent, `${prefix}${process.pid}-${await processSpace()}-`));
  return { path, release: await claimFolder(path) };
}

/**
 * Marks a folder as used by this process until it ends, however it ends.
 *
 * The mark is a socket on which this process listens. A process id would say nothing to a publisher in another container that
 * shares the temporary folder, whereas a socket answers, or refuses, all processes of one kernel. Where a socket cannot be made
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
  await writeFile(join(folder, OWNER), await kernelId());
  return () => void server.close();
}

/** Removes this user's folders of processes that have ended. What is in doubt stays. */
export async function removeAbandoned(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(parent, name);
    // Another publisher may remove the same folder at the same time.
    if (await isAbandoned(folder).catch(() => false)) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isAbandoned(folder: string): Promise<boolean> {
  const stats = await lstat(folder);
  if (!stats.isDirectory() || stats.uid !== process.getuid?.()) return false;
  const owner = await readFile(join(folder, OWNER), 'utf8').catch(() => undefined);
  const answer = owner === (await kernelId()) ? await ask(join(folder, SOCKET)) : 'nothing';
  if (answer !== 'nothing') return answer === 'refuses';
  return (await hasEnded(basename(folder))) || stats.mtimeMs + SURELY_OVER_MS < Date.now();
}

/** Whether the process of a folder is surely over; known only of those whose ids mean the same here. */
async function hasEnded(name: string): Promise<boolean> {
  const [, pid, space] = /(\d+)-([0-9a-f]+)-[^-]+$/.exec(name) ?? [];
  return space === (await processSpace()) && !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code !== 'ESRCH';
  }
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

/** The same for the processes among which an id belongs to one: those of a machine since its start, or of one container. */
async function processSpace(): Promise<string> {
  const space = await readlink('/proc/self/ns/pid').catch(() => '');
  return createHash('sha256')
    .update(`${await kernelId()} ${space}`)
    .digest('hex')
    .slice(0, 12);
}

/** The same for all containers of one running kernel; another one cannot ask its sockets. */
async function kernelId(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => hostname());
  return boot.trim();
}
