import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, BenchOptions } from './bench.ts';
import { runCommand } from './command.ts';
import { median, round } from './statistics.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SITE = join(ROOT, 'docs-site');
const DEFAULT_RUNS = 3;
const SOURCES = ['--conditions=@ringside/source', '--import', 'tsx'];

interface Judged {
  readonly performance: Readonly<Record<string, number>>;
  readonly learnScriptBytes: number;
}

/** The documentation site: how long its build takes, and how quick and light its pages are. There is no peer. */
export const bench: Bench = {
  name: 'docs',
  describe: 'The site: cold build ≤ 25 s, build without a change ≤ 2 s, scripts of a Learn page ≤ 250 kB, Lighthouse performance ≥ 95',
  bars: [
    { figure: 'coldBuildS', atMost: 25 },
    { figure: 'unchangedBuildS', atMost: 2 },
    { figure: 'learnScriptKb', atMost: 250 },
    { figure: 'lowestPerformance', atLeast: 95 },
  ],
  async run({ log, pairs = DEFAULT_RUNS, signal }: BenchOptions) {
    log('building once, so that every package is compiled and every reference generated');
    await secondsOf('npx', ['nx', 'build', '@ringside/docs-site'], ROOT, signal);
    const coldBuildS = await coldBuild(signal);
    log(`cold build: ${coldBuildS} s`);
    const unchangedBuildS = await secondsOf('npx', ['nx', 'build', '@ringside/docs-site'], ROOT, signal);
    log(`without a change: ${unchangedBuildS} s; Lighthouse, ${pairs} times`);
    const runs: Judged[] = [];
    for (let run = 0; run < pairs; run += 1) runs.push(await judge(signal));
    const performance = mediansOf(runs);
    const learnScriptKb = round((runs[0]?.learnScriptBytes ?? Number.NaN) / 1_000, 1);
    return { coldBuildS, unchangedBuildS, learnScriptKb, performance, lowestPerformance: Math.min(...Object.values(performance)) };
  },
};

/** What a build takes that finds nothing of an earlier one, beside the build that is there. */
async function coldBuild(signal: AbortSignal): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-bench-docs-'));
  try {
    return await secondsOf('npx', ['docusaurus', 'build', '--out-dir', folder], SITE, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function secondsOf(program: string, words: readonly string[], cwd: string, signal: AbortSignal): Promise<number> {
  const startMs = performance.now();
  const { exitCode, output } = await runCommand([program, ...words], { cwd, signal });
  if (exitCode !== 0) throw new Error(`${[program, ...words].join(' ')} ended with ${exitCode}:\n${output}`);
  return round((performance.now() - startMs) / 1_000, 1);
}

async function judge(signal: AbortSignal): Promise<Judged> {
  const { exitCode, stdout, output } = await runCommand([process.execPath, ...SOURCES, 'scripts/judge-pages.ts'], { cwd: SITE, signal });
  if (exitCode !== 0) throw new Error(`The pages could not be judged:\n${output}`);
  return JSON.parse(stdout) as Judged;
}

function mediansOf(runs: readonly Judged[]): Readonly<Record<string, number>> {
  const pages = Object.keys(runs[0]?.performance ?? {});
  return Object.fromEntries(pages.map((page) => [page, median(runs.map(({ performance }) => performance[page] ?? Number.NaN))]));
}
