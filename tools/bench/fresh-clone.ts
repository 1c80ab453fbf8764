import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../ci/steps.ts';
import type { BenchOptions } from './bench.ts';
import { round } from './statistics.ts';

const run = promisify(execFile);
const COMMAND_LIMIT_MS = 3_600_000;
/** Where a lane failed stands at the end of what it printed. */
const SHOWN_CHARACTERS = 4_000;

/** A clone of this repository without anything installed. */
export interface FreshClone {
  readonly folder: string;
  /** Runs a shell command in it and says how many seconds it took. Fails when the command does. */
  readonly timed: (label: string, command: string) => Promise<number>;
}

/** Does something in a fresh clone, which is gone afterwards. */
export async function inFreshClone<Result>({ log, signal }: BenchOptions, work: (clone: FreshClone) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-clone-'));
  const timed = async (label: string, command: string): Promise<number> => {
    const startMs = performance.now();
    await run('bash', ['-c', command], {
      cwd: folder,
      signal,
      timeout: COMMAND_LIMIT_MS,
      maxBuffer: 2 ** 28,
      env: cleanEnvironment(),
    }).catch((cause: Error & { stdout?: string; stderr?: string }) => {
      const printed = `${cause.stdout ?? ''}${cause.stderr ?? ''}`.trim();
      // The error of the command itself holds all that it printed once more.
      throw new Error(`${label} failed. The end of what it printed:\n${printed.slice(-SHOWN_CHARACTERS)}`, { cause: command });
    });
    const seconds = round((performance.now() - startMs) / 1_000, 2);
    log(`${label}: ${seconds} s`);
    return seconds;
  };
  try {
    await run('git', ['clone', '--quiet', ROOT, folder]);
    return await work({ folder, timed });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Nx and npm tell their children where they run; a clone is another workspace. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:NX_|npm_|NODE_OPTIONS$|FORCE_COLOR$)/.test(name)));
}
