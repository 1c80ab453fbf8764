import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claimPortBase, type PortClaim } from '@ringside/cluster';
import { readerEnvironment, run } from '../quick-start/terminal.ts';
import type { PlacePorts } from '../quick-start/place.ts';
import type { RingName } from './page.ts';
import { PORT_BASES } from './port-base.ts';
import { ringsideProgram } from './program.ts';

/** The clone's folder. */
export const ROOT: string = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

/** A ring that runs, as `ringside` left it. */
export interface Ring extends PlacePorts {
  /** Its state folder. */
  readonly home: string;
  /** None for a page that starts a ring of its own. */
  readonly nodes: number;
  stop(): Promise<void>;
}

const LAYOUT: Readonly<Record<RingName, { readonly options: string; readonly nodes: number }>> = {
  'one-datacenter': { options: '--nodes 3', nodes: 3 },
  'two-datacenters': { options: '--datacenters east:3,west:3', nodes: 6 },
  'of-its-own': { options: '', nodes: 0 },
};
const START_DEADLINE_MS = 600_000;

/** Runs a command of `ringside` against a ring. */
export async function ringside(home: string, command: string, deadlineMs = 120_000): Promise<string> {
  return await run(`node '${await ringsideProgram()}' ${command}`, tmpdir(), readerEnvironment({ RINGSIDE_HOME: home }), deadlineMs);
}

/** Starts a ring as a reader would, in a folder of its own, on ports that no other run on this machine has. */
export async function startRing(name: RingName, portBase?: number): Promise<Ring> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-fences-'));
  const home = join(folder, '.ringside');
  const { options, nodes } = LAYOUT[name];
  const claims: PortClaim[] = [];
  const release = async (): Promise<void> => {
    await Promise.all(claims.map((claim) => claim.release()));
    await rm(folder, { recursive: true, force: true });
  };
  const claim = async (): Promise<number> => {
    const ports = await claimPortBase({ bases: PORT_BASES, nodes: nodes || undefined });
    claims.push(ports);
    return ports.portBase;
  };
  const stop = async (): Promise<void> => {
    if (nodes > 0) await ringside(home, 'down');
    await release();
  };
  try {
    const ports = { portBase: portBase ?? (await claim()), otherBase: await claim() };
    if (nodes > 0) await ringside(home, `up --detach --no-docs ${options} --port-base ${ports.portBase}`, START_DEADLINE_MS);
    return { home, ...ports, nodes, stop };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

/** Takes a ring that somebody else started, and leaves it running. */
export async function adoptRing(home: string): Promise<Ring> {
  const state = JSON.parse(await readFile(join(home, 'ring', 'ring.json'), 'utf8')) as { portBase: number; nodes: unknown[] };
  return { home, portBase: state.portBase, nodes: state.nodes.length, stop: async () => undefined };
}
