import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { portsFor } from '@ringside/cluster';

/**
 * The port bases that a run may get. All ports of all of them have four digits, so that columns are as wide as a reader sees them; no two
 * bases share a port; and none of the ports is a number that a page shows, which a test of the pages looks after.
 */
export const PORT_BASES: readonly number[] = Array.from({ length: 49 }, (_, at) => 5_031 + 100 * at);
/** From a base to the port that says that it is taken. No ring uses it. */
const GUARD_OFFSET = 99;

/** A port base that no other run on this machine has. */
export interface PortClaim {
  readonly base: number;
  release(): Promise<void>;
}

/**
 * Claims a base whose ports are free on 127.0.0.1. The claim is a socket that listens, so that it ends with this process at the latest.
 *
 * @throws Error when all bases are taken
 */
export async function claimPortBase(bases: readonly number[] = PORT_BASES): Promise<PortClaim> {
  const first = randomInt(bases.length);
  for (const base of [...bases.slice(first), ...bases.slice(0, first)]) {
    const guard = await listen(base + GUARD_OFFSET);
    if (guard === undefined) continue;
    if (await areFree(Object.values(portsFor(base)))) return { base, release: () => close(guard) };
    await close(guard);
  }
  throw new Error(`None of ${bases.length} port bases is free: other rings run on this machine`);
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  const servers = await Promise.all(ports.map((port) => listen(port)));
  await Promise.all(servers.filter((server) => server !== undefined).map(close));
  return servers.every((server) => server !== undefined);
}

async function listen(port: number): Promise<Server | undefined> {
  const server = createServer().unref();
  try {
    server.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
