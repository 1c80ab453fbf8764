import { execFile } from 'node:child_process';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import type { Bench, BenchOptions } from './bench.ts';
import { type FreshClone, inFreshClone } from './fresh-clone.ts';
import { type Job, jobsOf } from './pull-request-jobs.ts';
import { round } from './statistics.ts';

const run = promisify(execFile);

/** What a pull request may be: the file that is edited, the line that is put at its end as a formatter leaves it, and how long its verdict may take. */
const EDITS = {
  page: { path: 'docs-site/docs/learn/gossip.mdx', line: '\n{/* A line. */}', atMost: 180 },
  package: { path: 'packages/cqlsh/src/index.ts', line: '// A line.', atMost: 300 },
  all: { path: 'tsconfig.base.json', line: '// A line.', atMost: 480 },
} as const;

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
  run: measure,
};

async function measure(options: BenchOptions): Promise<Readonly<Record<string, unknown>>> {
  const figures: Record<string, { seconds: number; longest: string; jobs: Readonly<Record<string, number>> }> = {};
  for (const [name, edit] of Object.entries(EDITS)) {
    const jobs: Record<string, number> = {};
    for (const job of await pullRequestJobs()) jobs[job.name] = await inFreshClone(options, (clone) => runJob(clone, job, edit, name));
    const [longest = '', seconds = 0] = Object.entries(jobs).toSorted(([, a], [, b]) => b - a)[0] ?? [];
    options.log(`${name}: ${seconds} s (${longest})`);
    figures[name] = { seconds, longest, jobs };
  }
  const shares = Object.entries(EDITS).map(([name, { atMost }]) => (figures[name]?.seconds ?? Number.NaN) / atMost);
  return { ...figures, ratio: round(Math.max(...shares)) };
}

async function pullRequestJobs(): Promise<readonly Job[]> {
  return jobsOf(parse(await readFile(join(import.meta.dirname, '..', '..', '.circleci', 'config.yml'), 'utf8')), 'pull-request');
}

/** Commits the edit on a branch, and runs the job's commands as the service would. A command that fails is an error: its time is none. */
async function runJob(
  { folder, timed }: FreshClone,
  job: Job,
  { path, line }: (typeof EDITS)[keyof typeof EDITS],
  name: string,
): Promise<number> {
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
