import { existsSync, lstatSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimFile, claimHolder, markOf, ownIdentity, type ProcessIdentity } from '@ringside/host';
import { keepProgram, ringside } from './program.ts';

const PREFIX = 'ringside-fences-';
/** Names the process whose run the folder belongs to. */
const OWNER = 'owner.json';
/** A page starts its ring in a folder of its folder. */
const DEEPEST = 3;

/** Makes a temporary folder for rings of this run. When the run ends without stopping them, the next one does: {@link stopLeftRings}. */
export async function makeRunFolder(owner: ProcessIdentity = ownIdentity()): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  await claimFile(join(folder, OWNER), { owner: markOf(owner) });
  return folder;
}

/**
 * Stops every ring in a folder of this run and removes the folder.
 *
 * @returns the state folders of the rings that ran
 * @throws Error when one cannot be stopped; the folder stays then, since the ring is found by it, and so does the program that the ring runs
 */
export async function removeRunFolder(folder: string): Promise<readonly string[]> {
  try {
    return await stopAndRemove(folder);
  } catch (error) {
    keepProgram();
    throw error;
  }
}

async function stopAndRemove(folder: string): Promise<readonly string[]> {
  const ran: string[] = [];
  for (const home of await stateFolders(folder)) if (await stopRing(home)) ran.push(home);
  await rm(folder, { recursive: true, force: true });
  return ran;
}

async function stopRing(home: string): Promise<boolean> {
  const { stopped } = JSON.parse(await ringside(home, `down --directory '${home}' --json`)) as {
    stopped: { launcher: number | null; nodes: readonly unknown[]; sidecars: readonly unknown[] };
  };
  return stopped.launcher !== null || stopped.nodes.length + stopped.sidecars.length > 0;
}

async function stateFolders(folder: string, depth = 0): Promise<readonly string[]> {
  if (existsSync(join(folder, 'ring', 'ring.json')) || existsSync(join(folder, 'launcher.lock'))) return [folder];
  if (depth === DEEPEST) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const below = entries.filter((entry) => entry.isDirectory()).map((entry) => stateFolders(join(folder, entry.name), depth + 1));
  return (await Promise.all(below)).flat();
}

/**
 * Stops the rings of runs that have ended without doing so, and removes their folders. Those of runs that go on, of other users, and folders
 * that do not name their run are left alone.
 *
 * @returns what was done, a sentence for each folder
 */
export async function stopLeftRings(): Promise<readonly string[]> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  const done: string[] = [];
  for (const folder of names.map((name) => join(tmpdir(), name))) {
    if (!isOwn(folder) || !(await takeOver(folder))) continue;
    done.push(
      await stopAndRemove(folder).then(
        (ran) => `Removed ${folder} of an earlier run${ran.length === 0 ? '' : ', whose ring still ran: it is stopped'}.`,
        (error: Error) => `The ring in ${folder}, of an earlier run, cannot be stopped: ${error.message}`,
      ),
    );
  }
  return done;
}

/** In a folder that all may write to, anybody could make one that names our processes. */
function isOwn(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.();
}

/** Makes this process the owner of a dead run's folder; false when its run lives, is not known, or another one takes it over. */
async function takeOver(folder: string): Promise<boolean> {
  const path = join(folder, OWNER);
  // Where nobody has a claim, the folder is not one of ours.
  return (await claimHolder(path)) !== undefined && (await claimFile(path)).outcome === 'claimed';
}
