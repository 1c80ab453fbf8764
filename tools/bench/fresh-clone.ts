import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../ci/steps.ts';
import type { BenchOptions } from './bench.ts';
import { runCommand } from './command.ts';
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

/** Does something in a fresh clone, of the newest commit unless another one is named, which is gone afterwards. */
export async function inFreshClone<Result>(
  { log, signal }: BenchOptions,
  work: (clone: FreshClone) => Promise<Result>,
  commit?: string,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-clone-'));
  // Some tests run programs as another user, who must reach the Node that was installed here.
  await chmod(folder, 0o755);
  const timed = async (label: string, command: string): Promise<number> => {
    const startMs = performance.now();
    const options = { cwd: folder, signal, limitMs: COMMAND_LIMIT_MS, env: cleanEnvironment() };
    const { exitCode, output } = await runCommand(['bash', '-c', command], options);
    if (exitCode !== 0) {
      throw new Error(`${label} failed. The end of what it printed:\n${output.trim().slice(-SHOWN_CHARACTERS)}`, { cause: command });
    }
    const seconds = round((performance.now() - startMs) / 1_000, 2);
    log(`${label}: ${seconds} s`);
    return seconds;
  };
  try {
    await run('git', ['clone', '--quiet', ROOT, folder], { signal });
    if (commit !== undefined) await run('git', ['checkout', '--quiet', '--detach', commit], { cwd: folder, signal });
    return await work({ folder, timed });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The full hash of a commit of this clone.
 *
 * @throws Error when it has none of that name
 */
export async function commitOf(name: string): Promise<string> {
  const { stdout } = await run('git', ['rev-parse', '--verify', '--quiet', `${name}^{commit}`], { cwd: ROOT }).catch(() => {
    throw new Error(`This clone has no commit ${name}. Fetch it, or name another with --against.`);
  });
  return stdout.trim();
}

/** Nx and npm tell their children where they run; a clone is another workspace. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:NX_|npm_|NODE_OPTIONS$|FORCE_COLOR$)/.test(name)));
}
