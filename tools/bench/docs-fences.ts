import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { runCommand } from './command.ts';
import { round } from './statistics.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const MAIN = 'docs-site/scripts/fences/main.ts';

/** Everything that the pages run, on real rings. There is no peer. */
export const bench: Bench = {
  name: 'docs-fences',
  describe: 'Every fence of the documentation run on real rings and compared, the start of the rings included: at most 360 s',
  bars: [{ figure: 'elapsedS', atMost: 360 }],
  async run({ log, signal }) {
    log('running every fence; the packages must be built');
    const startMs = performance.now();
    const words = ['--conditions=@ringside/source', '--import', 'tsx', MAIN];
    const { exitCode, output } = await runCommand([process.execPath, ...words], { cwd: ROOT, signal });
    // A page that drifted ends early: its time is none.
    if (exitCode !== 0) throw new Error(`The fences ended with ${exitCode}:\n${output}`);
    return { elapsedS: round((performance.now() - startMs) / 1_000, 1) };
  },
};
