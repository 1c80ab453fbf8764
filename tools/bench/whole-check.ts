import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Bench, BenchOptions } from './bench.ts';
import { inFreshClone } from './fresh-clone.ts';
import { median, round } from './statistics.ts';

/** The commit before tests shared their rings. */
const DEFAULT_PEER = 'b40163a';
/** A pair takes the better part of an hour. */
const DEFAULT_PAIRS = 1;

/** What everybody waits for before a commit is good, beside the same wait at an older commit. */
export const bench: Bench = {
  name: 'whole-check',
  describe:
    'The whole check in a fresh clone, its dependencies installed: ≤ 900 s; ÷ the same at an older commit (--against, b40163a unless given): ≤ 0.7. Wants a machine that does nothing else for an hour',
  bars: [
    { figure: 'wholeCheckS', atMost: 900 },
    { figure: 'ratio', atMost: 0.7 },
  ],
  async run(options) {
    const against = options.against ?? DEFAULT_PEER;
    const [ours, peer]: [Figures[], Figures[]] = [[], []];
    for (let pair = 0; pair < (options.pairs ?? DEFAULT_PAIRS); pair += 1) {
      ours.push(await checkAt('HEAD', options));
      peer.push(await checkAt(against, options));
    }
    const ratios = ours.map(({ seconds }, pair) => seconds / (peer[pair]?.seconds ?? Number.NaN));
    const wholeCheckS = round(median(ours.map(({ seconds }) => seconds)), 1);
    return { against, ours, peer, wholeCheckS, ratio: round(median(ratios)) };
  },
};

/** What one clone took. */
interface Figures {
  readonly seconds: number;
  /** Of all programs on the machine meanwhile. */
  readonly processorS: number;
  readonly passed: number;
  readonly failed: number;
  readonly secondsOfSteps: Readonly<Record<string, number>>;
}

/** A step as the check leaves it in `test-results/steps.json`. */
interface KeptStep {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly elapsedMs: number;
}

/** Tests that fail are told, not fatal: an older commit may meet a newer machine. What ran is what counts. */
async function checkAt(commit: string, options: BenchOptions): Promise<Figures> {
  return await inFreshClone(
    options,
    async ({ folder, timed }) => {
      await timed(`${commit}: npm ci`, 'npm ci');
      const beforeS = busySeconds();
      const seconds = await timed(`${commit}: whole check`, 'bash .ci/run > whole-check.log 2>&1; tail -n 1 whole-check.log');
      const processorS = round(busySeconds() - beforeS, 1);
      const steps = JSON.parse(await readFile(join(folder, 'test-results', 'steps.json'), 'utf8')) as readonly KeptStep[];
      const sum = (figure: 'passed' | 'failed'): number => steps.reduce((total, step) => total + step[figure], 0);
      const secondsOfSteps = Object.fromEntries(steps.map(({ name, elapsedMs }) => [name, round(elapsedMs / 1_000, 1)]));
      options.log(`${commit}: ${sum('passed')} passed, ${sum('failed')} failed, ${processorS} s of processor time`);
      return { seconds, processorS, passed: sum('passed'), failed: sum('failed'), secondsOfSteps };
    },
    commit,
  );
}

/** What all cores together have worked since the machine started. */
function busySeconds(): number {
  return cpus().reduce((total, { times: { user, nice, sys, irq } }) => total + user + nice + sys + irq, 0) / 1_000;
}
