import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../ci/steps.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { cleanEnvironment } from './fresh-clone.ts';
import { type LaunchedRing, type LaunchOptions, launchRing } from './launched-ring.ts';
import { freePortBase } from './port-block.ts';
import { timeStatus } from './ring-status.ts';
import { median, round } from './statistics.ts';

const DEFAULT_RUNS = 3;
const START_LIMIT_MS = 30 * 60_000;
const NODES = 3;

/** What somebody waits for who uses this clone every day. */
export const bench: Bench = {
  name: 'second-start',
  describe:
    'npm start in this clone, three durable nodes that were started and stopped before: ≤ 10 s until the ring is up; ringside status ≤ 0.3 s',
  bars: [
    { figure: 'secondStartS', atMost: 10 },
    { figure: 'statusS', atMost: 0.3 },
  ],
  async run({ log, pairs, signal }) {
    const folder = await mkdtemp(join(tmpdir(), 'bench-second-'));
    try {
      const env = { ...cleanEnvironment(), RINGSIDE_HOME: join(folder, 'home') };
      const place = { cwd: ROOT, env, signal, limitMs: START_LIMIT_MS };
      const words = ['--nodes', String(NODES), '--port-base', String(await freePortBase(NODES))];
      log('the first start, which is not counted');
      await inRing(words, place, () => Promise.resolve(0));
      return summary(await startAgain(words, place, { log, runs: pairs ?? DEFAULT_RUNS }));
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

/** What one start took. */
interface Figures {
  readonly ring: LaunchedRing;
  readonly statusS: number;
}

async function startAgain(
  words: readonly string[],
  place: LaunchOptions,
  { log, runs }: Pick<BenchOptions, 'log'> & { readonly runs: number },
): Promise<readonly Figures[]> {
  const taken: Figures[] = [];
  for (let turn = 1; turn <= runs; turn += 1) {
    const now = await inRing(words, place, () => timeStatus(place));
    log(`start ${turn}: ${round(now.ring.readyMs / 1_000, 1)} s, ${round(now.ring.cpuMs / 1_000, 1)} s of processor time`);
    for (const { title, seconds } of now.ring.steps) log(`    ${title}  ${seconds} s`);
    log(`    ringside status  ${round(now.statusS, 2)} s`);
    taken.push(now);
  }
  return taken;
}

/** Brings the ring up, does something with it, and stops it. */
async function inRing(words: readonly string[], place: LaunchOptions, work: () => Promise<number>): Promise<Figures> {
  const ring = await launchRing(words, place);
  try {
    return { ring, statusS: await work() };
  } finally {
    await ring.stop();
  }
}

function summary(all: readonly Figures[]): Readonly<Record<string, unknown>> {
  const steps = Object.fromEntries((all.at(-1)?.ring.steps ?? []).map(({ title, seconds }) => [title, round(seconds, 1)]));
  return {
    runs: all.length,
    steps,
    processorS: round(median(all.map(({ ring }) => ring.cpuMs / 1_000)), 1),
    secondStartS: round(median(all.map(({ ring }) => ring.readyMs / 1_000)), 2),
    statusS: round(median(all.map(({ statusS }) => statusS))),
  };
}
