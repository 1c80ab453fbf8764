import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Bench, BenchOptions } from './bench.ts';
import { commitOf, inFreshClone } from './fresh-clone.ts';
import { inPairs } from './pairs.ts';
import { median, round } from './statistics.ts';

/** The commit before tests shared their rings. */
const DEFAULT_PEER = 'b40163a';
/** A pair takes the better part of an hour. */
const DEFAULT_PAIRS = 1;

/** Prints the end of what the check printed, and ends as it does. */
export const WHOLE_CHECK = 'bash .ci/run > whole-check.log 2>&1; ended=$?; tail -n 40 whole-check.log; exit $ended';

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
    const [head, against] = await Promise.all([commitOf('HEAD'), commitOf(options.against ?? DEFAULT_PEER)]);
    const { ours, peer } = await inPairs(options.pairs ?? DEFAULT_PAIRS, (side) => checkAt(side === 'ours' ? head : against, options));
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
  readonly secondsOfSteps: Readonly<Record<string, number>>;
}

/** A step as the check leaves it in `test-results/steps.json`. */
interface KeptStep {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly elapsedMs: number;
}

/** @throws Error when the check fails: what it took until then compares with nothing */
async function checkAt(commit: string, options: BenchOptions): Promise<Figures> {
  return await inFreshClone(
    options,
    async ({ folder, timed }) => {
      await timed(`${commit}: npm ci`, 'npm ci');
      const beforeS = busySeconds();
      const seconds = await timed(`${commit}: whole check`, WHOLE_CHECK);
      const processorS = round(busySeconds() - beforeS, 1);
      const steps = JSON.parse(await readFile(join(folder, 'test-results', 'steps.json'), 'utf8')) as readonly KeptStep[];
      const figures = figuresOf(commit, steps);
      options.log(`${commit}: ${figures.passed} passed, ${processorS} s of processor time`);
      return { seconds, processorS, ...figures };
    },
    commit,
  );
}

/**
 * What the steps of one check counted and took.
 *
 * @throws Error when one has failed
 */
export function figuresOf(commit: string, steps: readonly KeptStep[]): Pick<Figures, 'passed' | 'secondsOfSteps'> {
  const failures = steps.filter(({ failed }) => failed > 0).map(({ name, failed }) => `${failed} failures in ${name}`);
  if (failures.length > 0) throw new Error(`The check failed at ${commit}: ${failures.join(', ')}. Its time does not count.`);
  return {
    passed: steps.reduce((total, { passed }) => total + passed, 0),
    secondsOfSteps: Object.fromEntries(steps.map(({ name, elapsedMs }) => [name, round(elapsedMs / 1_000, 1)])),
  };
}

/** What all cores together have worked since the machine started. */
function busySeconds(): number {
  return cpus().reduce((total, { times: { user, nice, sys, irq } }) => total + user + nice + sys + irq, 0) / 1_000;
}
