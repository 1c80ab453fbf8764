import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LANES, ROOT } from '../ci/steps.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { round } from './statistics.ts';

const run = promisify(execFile);
const LANE_LIMIT_MS = 3_600_000;

/** What every pull request takes, its lanes one after another in a fresh clone. There is no peer: the bar is a promise. */
export const bench: Bench = {
  name: 'lanes',
  describe: 'A fresh clone: every lane of the pipeline, cold, one after another ≤ 720 s in all',
  bars: [{ figure: 'allSeconds', atMost: 720 }],
  run: measure,
};

async function measure({ log, signal }: BenchOptions): Promise<Readonly<Record<string, unknown>>> {
  const clone = await mkdtemp(join(tmpdir(), 'bench-lanes-'));
  const timed = async (command: string): Promise<number> => {
    const startMs = performance.now();
    await run('bash', ['-c', command], { cwd: clone, signal, timeout: LANE_LIMIT_MS, maxBuffer: 2 ** 28 });
    const seconds = round((performance.now() - startMs) / 1_000, 1);
    log(`${command}: ${seconds} s`);
    return seconds;
  };
  try {
    await run('git', ['clone', '--quiet', ROOT, clone]);
    const figures: Record<string, number> = { installSeconds: await timed('npm ci') };
    for (const lane of LANES) figures[`${lane}Seconds`] = await timed(`npm run ci:${lane}`);
    const allSeconds = round(
      Object.values(figures).reduce((sum, seconds) => sum + seconds, 0),
      1,
    );
    return { ...figures, allSeconds, ratio: round(allSeconds / 720) };
  } finally {
    await rm(clone, { recursive: true, force: true });
  }
}
