import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

/** Whether this process could listen there now: `free`, `used` by someone, or an address that this machine `lacks`. */
export async function probePort(address: string, port: number): Promise<'free' | 'used' | 'lacks'> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRNOTAVAIL' ? 'lacks' : 'used'));
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve('free')));
  });
}

/** Who listens there, in words: `java (pid 4711)`; `another program` when the system does not tell this user. */
export async function portHolder(address: string, port: number): Promise<string> {
  const found = process.platform === 'linux' ? await linuxHolder(address, port) : await lsofHolder(port);
  return found ?? 'another program';
}

async function linuxHolder(address: string, port: number): Promise<string | undefined> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')));
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, address, port)));
  if (inodes.size === 0) return undefined;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (await holdsSocket(pid, inodes))
      return `${(await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a program')).trim()} (pid ${pid})`;
  }
  return undefined;
}

const LISTEN = '0A';

/**
 * Inodes of the sockets that listen on an IPv4 address and port, or on all addresses, from the text of /proc/net/tcp or tcp6:
 * `sl local_address rem_address st … inode`, the address in hexadecimal, its bytes in reverse.
 */
export function listeningInodes(table: string, address: string, port: number): string[] {
  const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');
  const host = address
    .split('.')
    .map(Number)
    .toReversed()
    .map((byte) => hex(byte, 2))
    .join('');
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => {
      const [at = '', atPort] = local.split(':');
      return state === LISTEN && atPort === hex(port, 4) && (at.endsWith(host) || /^0+$/.test(at));
    })
    .map((fields) => fields[9] ?? '');
}

async function holdsSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const descriptor of descriptors) {
    const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode !== undefined && inodes.has(inode)) return true;
  }
  return false;
}

async function lsofHolder(port: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { timeout: 5_000 });
    const pid = /^p(\d+)$/m.exec(stdout)?.[1];
    const name = /^c(.+)$/m.exec(stdout)?.[1];
    return pid === undefined ? undefined : `${name ?? 'a program'} (pid ${pid})`;
  } catch {
    return undefined;
  }
}
