import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readerEnvironment, run } from '../quick-start/terminal.ts';
import type { RingName } from './page.ts';

/** The clone's folder. */
export const ROOT: string = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

/** A ring that runs, as `ringside` left it. */
export interface Ring {
  /** Its state folder. */
  readonly home: string;
  readonly portBase: number;
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
const CLI = `node ${join(ROOT, 'packages/cli/bin/ringside.mjs')}`;

/** Runs a command of `ringside` against a ring. */
export function ringside(home: string, command: string, deadlineMs = 120_000): Promise<string> {
  return run(`${CLI} ${command}`, tmpdir(), readerEnvironment({ RINGSIDE_HOME: home }), deadlineMs);
}

/** Starts a ring as a reader would, in a folder of its own. */
export async function startRing(name: RingName, portBase: number): Promise<Ring> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-fences-'));
  const home = join(folder, '.ringside');
  const { options, nodes } = LAYOUT[name];
  if (nodes === 0) return { home, portBase, nodes, stop: () => rm(folder, { recursive: true, force: true }) };
  const stop = async (): Promise<void> => {
    await ringside(home, 'down');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await ringside(home, `up --detach --no-docs ${options} --port-base ${portBase}`, START_DEADLINE_MS);
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
  return { home, portBase, nodes, stop };
}

/** Takes a ring that somebody else started, and leaves it running. */
export async function adoptRing(home: string): Promise<Ring> {
  const state = JSON.parse(await readFile(join(home, 'ring', 'ring.json'), 'utf8')) as { portBase: number; nodes: unknown[] };
  return { home, portBase: state.portBase, nodes: state.nodes.length, stop: async () => undefined };
}
