import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { addressesOf } from './addresses-of.ts';
import { kernelAddress } from './kernel-address.ts';
import type { ListenPlace } from './listen-place.ts';

const run = promisify(execFile);
const LSOF_TIMEOUT_MS = 5_000;

/** Who listens somewhere. */
export interface PortOwner {
  /** The process id, in this process's PID namespace. Of several processes that share the socket, one. */
  readonly pid: number;
  /** The command's name, such as `java`. */
  readonly program: string;
}

/**
 * Finds who listens on a port: from `/proc/net/tcp{,6}` and the open files of the processes that this user may see, elsewhere from `lsof`, which
 * does not tell the address. A name counts for each of its addresses.
 *
 * @returns `undefined` when nobody does, it is another user's process, or the system does not tell
 */
export async function ownerOf(place: ListenPlace): Promise<PortOwner | undefined> {
  return process.platform === 'linux' ? await linuxOwner(place) : await lsofOwner(place);
}

/** Who listens there, in words: `java (pid 4711)`; `another program` when the system does not tell this user. */
export async function portHolder(place: ListenPlace): Promise<string> {
  return ownerText(await ownerOf(place));
}

/** The owner of a port in words. Pure. */
export function ownerText(owner: PortOwner | undefined): string {
  return owner === undefined ? 'another program' : `${owner.program} (pid ${owner.pid})`;
}

async function lsofOwner({ port }: ListenPlace): Promise<PortOwner | undefined> {
  try {
    const { stdout } = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { timeout: LSOF_TIMEOUT_MS });
    return ownerInList(stdout);
  } catch {
    return undefined;
  }
}

/** Picks the first process from what `lsof -Fpc` prints. Pure. */
export function ownerInList(list: string): PortOwner | undefined {
  const pid = /^p(\d+)$/m.exec(list)?.[1];
  return pid === undefined ? undefined : { pid: Number(pid), program: /^c(.+)$/m.exec(list)?.[1] ?? 'a program' };
}

/**
 * Whether this very process listens where a connection to a place ends. Linux only.
 *
 * @param pid the id of the process
 * @returns false also where the system does not show this user the open files of that process
 */
export async function listensOn(pid: number, place: ListenPlace): Promise<boolean> {
  return await holdsSocket(String(pid), await inodesAt(place));
}

/** The tables are those of this process's own network: a port of the same number in another one is another port. */
async function inodesAt({ address, port }: ListenPlace): Promise<ReadonlySet<string>> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')));
  const places = (await addressesOf(address)).map((each) => ({ address: each, port }));
  return new Set(tables.flatMap((table) => places.flatMap((place) => listeningInodes(table, place))));
}

async function linuxOwner(place: ListenPlace): Promise<PortOwner | undefined> {
  const inodes = await inodesAt(place);
  if (inodes.size === 0) return undefined;
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (!(await holdsSocket(pid, inodes))) continue;
    const program = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '?')).trim();
    return { pid: Number(pid), program };
  }
  return undefined;
}

/** Inodes of the sockets that listen on an IP address and port, from a table as proc(5) describes it; none for a name. Pure. */
export function listeningInodes(table: string, { address, port }: ListenPlace): readonly string[] {
  const wanted = kernelAddress(address);
  const found: string[] = [];
  for (const line of table.split('\n').slice(1)) {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    const [host, hexPort] = (local ?? '').split(':');
    if (state !== LISTEN || inode === undefined || Number.parseInt(hexPort ?? '', 16) !== port) continue;
    if (host !== undefined && wanted?.isTakenBy(host) === true) found.push(inode);
  }
  return found;
}

const LISTEN = '0A';

async function holdsSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const directory = `/proc/${pid}/fd`;
  const links = await readdir(directory).catch(() => []);
  for (const link of links) {
    const target = await readlink(`${directory}/${link}`).catch(() => '');
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode !== undefined && inodes.has(inode)) return true;
  }
  return false;
}
