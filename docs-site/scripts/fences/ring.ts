import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claimPortBase, type PortClaim } from '@ringside/cluster';
import type { PlacePorts } from '../quick-start/place.ts';
import type { RingName } from './page.ts';
import { PORT_BASES } from './port-base.ts';
import { ringside } from './program.ts';
import { makeRunFolder, removeRunFolder, stopLeftRings } from './run-folder.ts';

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
const START_LIMIT_MS = 600_000;

let swept: Promise<void> | undefined;

/** Once in a run: rings of earlier ones keep memory and ports. */
async function sweep(): Promise<void> {
  for (const line of await stopLeftRings()) process.stderr.write(`${line}\n`);
}

/** Starts a ring as a reader would, in a folder of its own, on ports that no other run on this machine has. */
export async function startRing(name: RingName, portBase?: number): Promise<Ring> {
  await (swept ??= sweep());
  const folder = await makeRunFolder();
  const home = join(folder, '.ringside');
  const { options, nodes } = LAYOUT[name];
  const claims: PortClaim[] = [];
  const claim = async (): Promise<number> => {
    const ports = await claimPortBase({ bases: PORT_BASES, nodes: nodes || undefined });
    claims.push(ports);
    return ports.portBase;
  };
  const stop = async (): Promise<void> => {
    try {
      await removeRunFolder(folder);
    } finally {
      await Promise.all(claims.map((each) => each.release()));
    }
  };
  try {
    const ports = { portBase: portBase ?? (await claim()), otherBase: await claim() };
    if (nodes > 0) await ringside(home, `up --detach --no-docs ${options} --port-base ${ports.portBase}`, START_LIMIT_MS);
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
