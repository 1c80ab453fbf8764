import { readFile, readdir, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { OpsError, toOpsError } from '@ringside/core';

/** An address and a port that something shall listen on. */
export interface ListenPlace {
  readonly address: string;
  readonly port: number;
}

/**
 * Makes sure that nobody listens where a node shall.
 *
 * @throws OpsError `ADDRESS_IN_USE`, naming the program that does when the system tells; those of {@link canListen}
 */
export async function assertPortsFree(places: readonly ListenPlace[]): Promise<void> {
  for (const place of places) {
    if (await canListen(place)) continue;
    const owner = await ownerOf(place);
    throw new OpsError('ADDRESS_IN_USE', {
      message: `${place.address}:${place.port} is in use by ${owner === undefined ? 'another program' : `${owner.program} (process ${owner.pid})`}`,
      details: { ...place, ...owner },
    });
  }
}

/**
 * True when this process could listen there now; false when somebody else does.
 *
 * @throws OpsError `ADDRESS_MISSING` when the machine does not have the address, `PERMISSION_DENIED` when the system refuses
 */
export function canListen({ address, port }: ListenPlace): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(cannotListen({ address, port }, error));
    });
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function cannotListen({ address, port }: ListenPlace, cause: NodeJS.ErrnoException): OpsError {
  if (cause.code === 'EACCES') {
    return new OpsError('PERMISSION_DENIED', { message: `${address}:${port} may not be listened on: ${cause.message}`, cause });
  }
  if (cause.code !== 'EADDRNOTAVAIL') return toOpsError(cause);
  const command = process.platform === 'darwin' ? `sudo ifconfig lo0 alias ${address}` : `sudo ip addr add ${address}/8 dev lo`;
  return new OpsError('ADDRESS_MISSING', {
    message: `${address} is not an address of this machine`,
    remedy: `Add it to the loopback interface: ${command}`,
    cause,
    details: { address },
  });
}

/** Who listens somewhere. */
export interface PortOwner {
  readonly pid: number;
  /** The command's name, such as `java`. */
  readonly program: string;
}

/**
 * Finds who listens on a port, from `/proc/net/tcp{,6}` and the open files of the processes that this user may see.
 *
 * @returns `undefined` when nobody does, it is another user's process, or this is not Linux
 */
export async function ownerOf(place: ListenPlace): Promise<PortOwner | undefined> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')));
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, place)));
  if (inodes.size === 0) return undefined;
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (!(await holdsSocket(pid, inodes))) continue;
    const program = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '?')).trim();
    return { pid: Number(pid), program };
  }
  return undefined;
}

/** Inodes of the sockets that listen on a place, from a table as proc(5) describes it. Pure. */
export function listeningInodes(table: string, { address, port }: ListenPlace): readonly string[] {
  const wanted = hexAddress(address);
  const found: string[] = [];
  for (const line of table.split('\n').slice(1)) {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    const [host, hexPort] = (local ?? '').split(':');
    if (state !== LISTEN || inode === undefined || Number.parseInt(hexPort ?? '', 16) !== port) continue;
    if (host !== undefined && (/^0+$/.test(host) || host.endsWith(wanted))) found.push(inode);
  }
  return found;
}

const LISTEN = '0A';

/** An IPv4 address as the kernel's tables print it on a little-endian machine. */
function hexAddress(address: string): string {
  const bytes = address.split('.').map(Number).reverse();
  return bytes.map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('');
}

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
