import { join } from 'node:path';
import { runCommand } from './command.ts';
import { median } from './statistics.ts';

const RUNS = 5;
const LIMIT_MS = 30_000;

/** Where a ring runs. */
export interface RingPlace {
  /** The clone that it was started from. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/**
 * Times `ringside status` as somebody types it who has it on the PATH, in a clone whose ring runs.
 *
 * @returns the median of five runs, in seconds; one more before them is not counted
 * @throws Error when it fails, as a failure would look fast
 */
export async function timeStatus({ cwd, env, signal }: RingPlace): Promise<number> {
  const taken: number[] = [];
  for (let turn = 0; turn <= RUNS; turn += 1) {
    const startMs = performance.now();
    const command = [join(cwd, 'node_modules', '.bin', 'ringside'), 'status'];
    const { exitCode, output } = await runCommand(command, { cwd, env, signal, limitMs: LIMIT_MS });
    if (exitCode !== 0) throw new Error(`ringside status ended with ${exitCode}: ${output.slice(-500)}`);
    if (turn > 0) taken.push((performance.now() - startMs) / 1_000);
  }
  return median(taken);
}
