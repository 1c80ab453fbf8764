import { readdir, readFile, readlink } from 'node:fs/promises';
import type { OpenConnection } from './rules.ts';

/**
 * The connections that a process has open to a port of certain addresses, from `/proc/net/tcp{,6}` and its open files.
 *
 * @param to addresses of the other end
 */
export async function openConnections(pid: number, to: readonly string[], port: number): Promise<readonly OpenConnection[]> {
  const [inodes, tables] = await Promise.all([
    socketInodes(pid),
    Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => ''))),
  ]);
  const found = tables.flatMap((table) => connectionsIn(table, port));
  return found
    .filter(({ inode, to: far }) => inodes.has(inode) && to.includes(far))
    .map(({ localPort, to: far }) => ({ localPort, to: far }));
}

/** Connections to a port in a table as proc(5) describes it, IPv4 and IPv4 within IPv6. Pure. */
export function connectionsIn(table: string, port: number): readonly (OpenConnection & { readonly inode: string })[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', remote = '', , , , , , , inode = ''] = line.trim().split(/\s+/);
      const [host = '', remotePort = ''] = remote.split(':');
      if (Number.parseInt(remotePort, 16) !== port) return [];
      return [{ localPort: Number.parseInt(local.split(':')[1] ?? '', 16), to: addressOf(host), inode }];
    });
}

/** The last four bytes, which the kernel prints as one number in the machine's (little-endian) order. */
function addressOf(hex: string): string {
  const bytes = hex.slice(-8).match(/../g) ?? [];
  return bytes
    .map((byte) => Number.parseInt(byte, 16))
    .reverse()
    .join('.');
}

async function socketInodes(pid: number): Promise<ReadonlySet<string>> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  const links = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}
