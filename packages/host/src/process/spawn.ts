import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { identityOf, type ProcessIdentity } from './identity.ts';

/** What {@link spawnDetached} runs. */
export interface DetachedPlan {
  /** A path, or a name that is looked up in `PATH`. No shell takes part. */
  readonly executable: string;
  /** Each word as the program gets it, unquoted. Every user of the machine can see them: put no secret here. */
  readonly arguments: readonly string[];
  /** The working directory. Default: this process's. */
  readonly directory?: string | undefined;
  /** The whole environment. Default: this process's. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** The file that takes standard output and error; made readable by this user only. */
  readonly log: string;
  /** Whether the log keeps what earlier runs wrote. Default: false. */
  readonly appends?: boolean | undefined;
  /**
   * Told how it ended, for as long as the one that started it runs.
   *
   * @param exitCode null when a signal ended it
   * @param signal null when it ended by itself
   */
  readonly onExit?: ((exitCode: number | null, signal: NodeJS.Signals | null) => void) | undefined;
}

/**
 * Starts a process in a session of its own, with its output in a file, so that it outlives the one that started it.
 *
 * @throws what Node reports when the program cannot be run
 */
export async function spawnDetached(plan: DetachedPlan): Promise<ProcessIdentity> {
  const log = openSync(plan.log, plan.appends === true ? 'a' : 'w', 0o600);
  try {
    const child = spawn(plan.executable, [...plan.arguments], {
      ...(plan.directory === undefined ? {} : { cwd: plan.directory }),
      ...(plan.environment === undefined ? {} : { env: { ...plan.environment } }),
      detached: true,
      stdio: ['ignore', log, log],
    });
    if (plan.onExit !== undefined) child.once('exit', plan.onExit);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return identityOf(child.pid ?? 0);
  } finally {
    closeSync(log);
  }
}
