import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errors, type OpsError } from '@ringside/core';
import { readFault, writeDurably } from '@ringside/host';
import type { RingSummary } from './ring-summary.ts';

/** What the launcher has written down about the ring it watches, for every other `ringside` on this machine. */
export interface LauncherState {
  /** The version of this file's format; always 1 so far. */
  readonly version: 1;
  /** `ready` once all nodes and sidecars answer, `stopping` as soon as the ring is being stopped. */
  readonly phase: 'starting' | 'ready' | 'stopping';
  /** Complete once the phase is `ready`. */
  readonly summary: RingSummary | undefined;
}

const FILE = 'launcher.json';
const OWNER_ONLY = 0o600;

/**
 * Reads the launcher's state.
 *
 * @param home the state folder
 * @returns `undefined` when there is none
 * @throws OpsError `STATE_CORRUPT` when the file is not what a launcher writes
 */
export async function readLauncherState(home: string): Promise<LauncherState | undefined> {
  const file = join(home, FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw corrupt(file, readFault(error), error);
  }
  return parseState(file, text);
}

/**
 * Writes the launcher's state, atomically.
 *
 * @param home the state folder
 */
export async function writeLauncherState(home: string, state: LauncherState): Promise<void> {
  await writeDurably(join(home, FILE), `${JSON.stringify(state, null, 2)}\n`, OWNER_ONLY);
}

/** Forgets the launcher's state: the ring is down. */
export async function removeLauncherState(home: string): Promise<void> {
  await rm(join(home, FILE), { force: true });
}

function parseState(file: string, text: string): LauncherState {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw corrupt(file, readFault(error), error);
  }
  const state = value as Partial<LauncherState> | null;
  if (state === null || typeof state !== 'object') throw corrupt(file, 'it is not an object');
  if (state.version !== 1) throw corrupt(file, `its version is ${JSON.stringify(state.version)}, not 1`);
  if (!['starting', 'ready', 'stopping'].includes(state.phase ?? '')) throw corrupt(file, `its phase is ${JSON.stringify(state.phase)}`);
  if (state.summary !== undefined && !Array.isArray(state.summary.sidecars)) throw corrupt(file, 'its summary names no sidecars');
  return state as LauncherState;
}

function corrupt(file: string, reason: string, cause?: unknown): OpsError {
  return errors.STATE_CORRUPT({
    message: `${file} is not a readable state file: ${reason}`,
    remedy: `Delete that file (it holds no data; the next ringside up writes it anew), or start over with ringside up --fresh.`,
    ...(cause === undefined ? {} : { cause }),
  });
}
