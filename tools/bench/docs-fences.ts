import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
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
    const child = spawn(process.execPath, words, { cwd: ROOT, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    // A page that drifted ends early: its time is none.
    if (code !== 0) throw new Error(`The fences ended with ${code}:\n${said}`);
    return { elapsedS: round((performance.now() - startMs) / 1_000, 1) };
  },
};
