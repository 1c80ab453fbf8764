import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemClock, waitUntil } from '@ringside/core';
import { ROOT } from '../ci/steps.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { cleanEnvironment, commitOf } from './fresh-clone.ts';
import { launchRing, type StartStep } from './launched-ring.ts';
import { inPairs } from './pairs.ts';
import { freePortBase } from './port-block.ts';
import { timeStatus } from './ring-status.ts';
import { median, round } from './statistics.ts';

/** The commit before the work on the first minute. */
const DEFAULT_PEER = 'b40163a';
const DEFAULT_PAIRS = 3;
const START_LIMIT_MS = 30 * 60_000;
const ARCHIVE_LIMIT_MS = 180_000;
const NODES = 3;

const run = promisify(execFile);

/** What a newcomer waits for, beside the same wait at an older commit. */
export const bench: Bench = {
  name: 'first-start',
  describe:
    'npm start in a fresh clone with empty caches until three nodes are up ÷ the same at an older commit (--against, b40163a unless given): ≤ 0.45; a second start ≤ 10 s; ringside status ≤ 0.3 s',
  bars: [
    { figure: 'ratio', atMost: 0.45 },
    { figure: 'secondStartS', atMost: 10 },
    { figure: 'statusS', atMost: 0.3 },
  ],
  async run(options) {
    const [ours, peer] = await Promise.all([commitOf('HEAD'), commitOf(options.against ?? DEFAULT_PEER)]);
    const taken = await inPairs(options.pairs ?? DEFAULT_PAIRS, (side) => startAt(side === 'ours' ? ours : peer, side, options));
    const ratios = taken.ours.map(({ firstS }, pair) => firstS / (taken.peer[pair]?.firstS ?? Number.NaN));
    return { against: peer, ours: summary(taken.ours), peer: summary(taken.peer), ...bars(taken.ours), ratio: round(median(ratios)) };
  },
};

/** What one clone took. */
interface Figures {
  readonly firstS: number;
  readonly cpuS: number;
  readonly downloadedMb: number;
  readonly steps: readonly StartStep[];
  readonly secondS: number;
  readonly statusS: number;
}

function summary(all: readonly Figures[]): Readonly<Record<string, unknown>> {
  const middle = (figure: 'firstS' | 'cpuS' | 'downloadedMb' | 'secondS' | 'statusS'): number =>
    round(median(all.map((each) => each[figure])), 2);
  const steps = Object.fromEntries((all.at(-1)?.steps ?? []).map(({ title, seconds }) => [title, round(seconds, 1)]));
  return {
    firstStartS: middle('firstS'),
    processorS: middle('cpuS'),
    downloadedMb: middle('downloadedMb'),
    secondStartS: middle('secondS'),
    statusS: middle('statusS'),
    steps,
  };
}

function bars(ours: readonly Figures[]): { readonly secondStartS: number; readonly statusS: number } {
  return {
    secondStartS: round(median(ours.map(({ secondS }) => secondS)), 2),
    statusS: round(median(ours.map(({ statusS }) => statusS))),
  };
}

/** Clones a commit, starts it with empty caches, starts it again, and removes it all. */
async function startAt(commit: string, side: string, { log, signal }: BenchOptions): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-first-'));
  try {
    const clone = join(folder, 'clone');
    await run('git', ['clone', '--quiet', '--no-checkout', ROOT, clone], { signal });
    await run('git', ['checkout', '--quiet', '--detach', commit], { cwd: clone, signal });
    const caches = await emptyCaches(folder);
    const place = { cwd: clone, env: { ...cleanEnvironment(), ...caches.env, RINGSIDE_HOME: join(folder, 'home') }, signal };
    const words = ['--nodes', String(NODES), '--port-base', String(await freePortBase(NODES))];
    const first = await launchRing(words, { ...place, limitMs: START_LIMIT_MS });
    try {
      log(`${side}: first start ${round(first.readyMs / 1_000, 1)} s`);
      for (const { title, seconds } of first.steps) log(`    ${title}  ${seconds} s`);
      const downloadedMb = await megabytes([caches.npm, caches.maven]);
      await untilArchiveIsMade(caches.ringside, signal);
      const statusS = await timeStatus(place);
      await first.stop();
      const second = await launchRing(words, { ...place, limitMs: START_LIMIT_MS });
      await second.stop();
      log(`${side}: second start ${round(second.readyMs / 1_000, 1)} s, status ${round(statusS, 2)} s`);
      return {
        firstS: first.readyMs / 1_000,
        cpuS: first.cpuMs / 1_000,
        downloadedMb,
        steps: first.steps,
        secondS: second.readyMs / 1_000,
        statusS,
      };
    } finally {
      await first.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Caches {
  readonly npm: string;
  readonly maven: string;
  readonly ringside: string;
  /** What makes npm, Maven and Ringside use them instead of the user's own. */
  readonly env: NodeJS.ProcessEnv;
}

async function emptyCaches(folder: string): Promise<Caches> {
  const [npm, maven, ringside] = [join(folder, 'npm'), join(folder, 'maven'), join(folder, 'ringside')];
  for (const each of [npm, maven, ringside]) await mkdir(each, { mode: 0o700 });
  const mavenOptions = [process.env['MAVEN_OPTS'] ?? '', `-Dmaven.repo.local=${maven}`].join(' ').trim();
  return { npm, maven, ringside, env: { npm_config_cache: npm, MAVEN_OPTS: mavenOptions, RINGSIDE_CACHE: ringside } };
}

async function megabytes(folders: readonly string[]): Promise<number> {
  const sizes = await Promise.all(folders.map(bytesBelow));
  return round(sizes.reduce((sum, size) => sum + size, 0) / 1e6, 0);
}

async function bytesBelow(folder: string): Promise<number> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map((file) =>
      stat(join(file.parentPath, file.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The archive may be made once the ring is up; the second start is measured with it. */
async function untilArchiveIsMade(cache: string, signal: AbortSignal): Promise<void> {
  const probe = async (): Promise<true | undefined> =>
    (await readdir(cache, { recursive: true })).some((name) => name.endsWith('.jsa')) ? true : undefined;
  await waitUntil(probe, { clock: systemClock, pollMs: 500, withinMs: ARCHIVE_LIMIT_MS, signal });
}
