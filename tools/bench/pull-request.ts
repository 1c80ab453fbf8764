import { execFile } from 'node:child_process';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { formatDuration } from '@ringside/core';
import { parse } from 'yaml';
import { ROOT } from '../ci/steps.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { type FreshClone, inFreshClone } from './fresh-clone.ts';
import { type KeptTimes, keptTimes } from './kept-times.ts';
import { type Job, jobsOf } from './pull-request-jobs.ts';
import { machine } from './record.ts';
import { round } from './statistics.ts';

const run = promisify(execFile);

/** What a pull request may be: the file that is edited, the line that is put at its end as a formatter leaves it, and how long its verdict may take. */
export const EDITS = {
  page: { path: 'docs-site/docs/learn/gossip.mdx', line: '\n{/* A line. */}', atMost: 180 },
  package: { path: 'packages/cqlsh/src/index.ts', line: '// A line.', atMost: 300 },
  all: { path: 'tsconfig.base.json', line: '// A line.', atMost: 480 },
} as const;
type Change = keyof typeof EDITS;

/**
 * What a pull request waits for: each of its jobs cold, one after another, each in a clone of its own, and of each pull request the longest, because the
 * service runs them side by side. Cold is what a job finds there: nothing installed, no result of Nx; downloads of npm and Cassandra's jars come
 * from a cache, here from that of this machine. There is no peer: each figure stands beside its bar.
 */
export const bench: Bench = {
  name: 'pull-request',
  describe:
    'The longest job of a pull request, cold, on this machine: an edited page ≤ 180 s, an edited package ≤ 300 s, everything ≤ 480 s',
  bars: Object.entries(EDITS).map(([name, { atMost }]) => ({ figure: `${name}.seconds`, atMost })),
  parts: Object.keys(EDITS),
  plan: async (only) => (await planned(only)).flatMap(({ key, job }) => [key].concat(job.commands.map((command) => `    ${command}`))),
  run: measure,
};

async function measure(options: BenchOptions): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await run('git', ['rev-parse', 'HEAD'], { cwd: ROOT });
  const all = await planned(options.only);
  const kept = keptTimes(options.keep, { commit: stdout.trim(), machine: machine() });
  await measureMissing(all, kept, options);
  const figures = Object.fromEntries(
    options.only.map((change) => [
      change,
      figuresOf(
        all.filter((each) => each.change === change),
        kept,
      ),
    ]),
  );
  const ratios = Object.entries(figures).map(([change, { seconds }]) => seconds / EDITS[change as Change].atMost);
  return { commit: stdout.trim(), ...figures, ratio: round(Math.max(...ratios)) };
}

/** One job of one pull request. */
interface Planned {
  readonly change: Change;
  readonly job: Job;
  /** Such as `page, docs 1/6`. */
  readonly key: string;
}

async function planned(only: readonly string[]): Promise<readonly Planned[]> {
  const jobs = await pullRequestJobs();
  return (only as readonly Change[]).flatMap((change) => jobs.map((job) => ({ change, job, key: `${change}, ${job.name}` })));
}

async function measureMissing(all: readonly Planned[], kept: KeptTimes, options: BenchOptions): Promise<void> {
  const missing = all.filter(({ key }) => kept.get(key) === undefined);
  const startMs = performance.now();
  for (const [done, { change, job, key }] of missing.entries()) {
    kept.set(key, await inFreshClone(options, (clone) => runJob(clone, job, EDITS[change], change)));
    const elapsedMs = performance.now() - startMs;
    const left = formatDuration((elapsedMs / (done + 1)) * (missing.length - done - 1));
    options.log(`[${done + 1}/${missing.length}] ${key}: ${kept.get(key)} s; ${formatDuration(elapsedMs)} so far, about ${left} left`);
  }
}

interface Figures {
  /** What the pull request waits for: its longest job. */
  readonly seconds: number;
  readonly longest: string;
  readonly jobs: Readonly<Record<string, number>>;
}

function figuresOf(all: readonly Planned[], kept: KeptTimes): Figures {
  const jobs = all.map(({ job, key }) => [job.name, kept.get(key) ?? Number.NaN] as const);
  const [longest, seconds] = jobs.toSorted(([, a], [, b]) => b - a)[0] ?? ['', Number.NaN];
  return { seconds, longest, jobs: Object.fromEntries(jobs) };
}

async function pullRequestJobs(): Promise<readonly Job[]> {
  return jobsOf(parse(await readFile(join(ROOT, '.circleci', 'config.yml'), 'utf8')), 'pull-request');
}

/** Commits the edit on a branch, and runs the job's commands as the service would. A command that fails is an error: its time is none. */
async function runJob({ folder, timed }: FreshClone, job: Job, { path, line }: (typeof EDITS)[Change], name: string): Promise<number> {
  const git = (...args: readonly string[]): Promise<unknown> =>
    run('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.org', ...args], { cwd: folder });
  // The clone's own branch may be any; a pull request is compared with main.
  await git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  await git('checkout', '--quiet', '-B', 'bench');
  await appendFile(join(folder, path), `${line}\n`);
  await git('commit', '--quiet', '--all', '--message', name);
  const marker = join(folder, '.git', 'halted');
  let seconds = 0;
  for (const command of job.commands) {
    const environment = Object.entries({ ...job.environment, NODE_FOLDER: join(folder, '.git', 'node') }).map(
      ([key, value]) => `export ${key}='${value}'`,
    );
    // The agent of the service ends a job that has nothing to do.
    const agent = `circleci-agent() { touch '${marker}'; }; export -f circleci-agent; export BASH_ENV='${join(folder, '.git', 'bash-env')}'; touch "$BASH_ENV"; . "$BASH_ENV"`;
    seconds += await timed(`${name}, ${job.name}: ${command}`, [...environment, agent, command].join('\n'));
    if (await exists(marker)) break;
  }
  return round(seconds, 1);
}

async function exists(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  );
}
