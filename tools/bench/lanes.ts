import { LANES } from '../ci/steps.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { inFreshClone } from './fresh-clone.ts';
import { round } from './statistics.ts';

/** What every pull request takes, its lanes one after another in a fresh clone. There is no peer: the bar is a promise. */
export const bench: Bench = {
  name: 'lanes',
  describe: 'A fresh clone: every lane of the pipeline, cold, one after another ≤ 720 s in all',
  bars: [{ figure: 'allSeconds', atMost: 720 }],
  run: measure,
};

async function measure(options: BenchOptions): Promise<Readonly<Record<string, unknown>>> {
  const figures = await inFreshClone(options, async ({ timed }) => {
    const taken: Record<string, number> = { installSeconds: await timed('npm ci', 'npm ci') };
    for (const lane of LANES) taken[`${lane}Seconds`] = await timed(lane, `npm run ci:${lane}`);
    return taken;
  });
  const sum = Object.values(figures).reduce((total, seconds) => total + seconds, 0);
  const allSeconds = round(sum, 1);
  return { ...figures, allSeconds, ratio: round(allSeconds / 720) };
}
