import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { ownerOf } from '@ringside/cluster';

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
  const owner = await ownerOf({ address, port });
  return owner === undefined ? undefined : `${owner.program} (pid ${owner.pid})`;
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
