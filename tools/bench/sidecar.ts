import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { throwIfAborted } from '@ringside/core';
import { createSidecarClient, type SidecarClient } from '@ringside/api';
import { createCluster } from '@ringside/cluster';
import { compile } from '../bootstrap/compile.mjs';
import { ROOT } from '../ci/steps.ts';
import { startSidecarProcess, stopSidecarProcess, writeSidecarConfig } from '../real-sidecar/start.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { median, percentile, round } from './statistics.ts';

const STARTS = 5;
const RATE_PER_SECOND = 50;
const LOAD_MS = 30_000;
const WARM_UP_MS = 5_000;

/** The sidecar beside a node of a real ring: how fast it is there, how much it takes, how fast it answers. */
export const bench: Bench = {
  name: 'sidecar',
  describe: 'Sidecar: resident ≤ 120 MB, process start to first answer ≤ 1,500 ms, ring answer p99 ≤ 20 ms at 50 requests/s',
  bars: [
    { figure: 'peakResidentMb', atMost: 120 },
    { figure: 'firstAnswerMs', atMost: 1_500 },
    { figure: 'ringP99Ms', atMost: 20 },
  ],
  run,
};

async function run(options: BenchOptions): Promise<Readonly<Record<string, unknown>>> {
  await compile({ root: ROOT, signal: options.signal });
  const folder = await mkdtemp(join(tmpdir(), 'bench-sidecar-'));
  const cluster = await createCluster({ mode: 'throwaway', nodes: 3, signal: options.signal });
  try {
    options.log('Starting three nodes');
    await cluster.start();
    await cluster.waitForAllUp();
    const config = await writeSidecarConfig(folder, cluster.node(0));
    const figures = { ...(await measureStarts(config, options)), ...(await measureLoad(config, options)) };
    return { ...figures, ...ratios(figures) };
  } finally {
    await cluster.destroy();
    await rm(folder, { recursive: true });
  }
}

/** There is no peer to measure: each figure stands over its bar, so that at most 1 holds. */
const BARS = { peakResidentMb: 120, firstAnswerMs: 1_500, ringP99Ms: 20 } as const;

function ratios(figures: Readonly<Record<keyof typeof BARS, number>>): Readonly<Record<string, { bar: number; ratio: number }>> {
  const over = (name: keyof typeof BARS): { bar: number; ratio: number } => ({ bar: BARS[name], ratio: round(figures[name] / BARS[name]) });
  return { resident: over('peakResidentMb'), start: over('firstAnswerMs'), p99: over('ringP99Ms') };
}

interface StartFigures {
  readonly listeningMs: number;
  readonly firstAnswerMs: number;
  readonly slowestFirstAnswerMs: number;
}

interface LoadFigures {
  readonly requests: number;
  readonly ratePerSecond: number;
  readonly ringP50Ms: number;
  readonly ringP99Ms: number;
  readonly ringMaxMs: number;
  readonly residentMb: number;
  readonly peakResidentMb: number;
}

interface Running {
  readonly child: ChildProcess;
  readonly client: SidecarClient;
  /** From the start of the process. */
  readonly listeningMs: number;
  readonly firstAnswerMs: number;
}

/** Starts a sidecar; its first answer is the ring, which takes Cassandra to answer. */
async function startSidecar(config: string, signal: AbortSignal): Promise<Running> {
  const startMs = performance.now();
  const { child, url } = await startSidecarProcess(config, signal);
  const listeningMs = performance.now() - startMs;
  const client = createSidecarClient({ baseUrl: url });
  await client.ring();
  return { child, client, listeningMs, firstAnswerMs: performance.now() - startMs };
}

async function measureStarts(config: string, { log, pairs = STARTS, signal }: BenchOptions): Promise<StartFigures> {
  const listening: number[] = [];
  const first: number[] = [];
  for (let start = 0; start <= pairs; start += 1) {
    const running = await startSidecar(config, signal);
    await stopSidecarProcess(running.child);
    log(`start ${start}: listening ${round(running.listeningMs, 0)} ms, first answer ${round(running.firstAnswerMs, 0)} ms`);
    if (start === 0) continue; // warms the file cache
    listening.push(running.listeningMs);
    first.push(running.firstAnswerMs);
  }
  return {
    listeningMs: round(median(listening), 0),
    firstAnswerMs: round(median(first), 0),
    slowestFirstAnswerMs: round(Math.max(...first), 0),
  };
}

/** Everything loaded first (driver, schemas, contract), so that the memory is what a sidecar takes that was used in full. */
async function measureLoad(config: string, { log, signal }: BenchOptions): Promise<LoadFigures> {
  const running = await startSidecar(config, signal);
  const { client, child } = running;
  await Promise.all([
    client.nativeHealth(),
    client.schema(),
    client.openApi(),
    client.nodes(),
    client.availability({ consistency: 'QUORUM' }),
  ]);
  await load(client, WARM_UP_MS, signal);
  const answers = await load(client, LOAD_MS, signal);
  const { residentMb, peakResidentMb } = await memoryOf(child.pid ?? 0);
  log(`${answers.length} answers; resident ${residentMb} MB, at most ${peakResidentMb} MB`);
  await stopSidecarProcess(running.child);
  return {
    requests: answers.length,
    ratePerSecond: RATE_PER_SECOND,
    ringP50Ms: round(percentile(answers, 50), 2),
    ringP99Ms: round(percentile(answers, 99), 2),
    ringMaxMs: round(Math.max(...answers), 2),
    residentMb,
    peakResidentMb,
  };
}

/** Open loop: a request every 20 ms whether or not the last one was answered, timed from when it was due. */
async function load(client: SidecarClient, durationMs: number, signal: AbortSignal): Promise<readonly number[]> {
  const startMs = performance.now();
  const sent: Promise<number>[] = [];
  for (let dueMs = startMs; dueMs < startMs + durationMs; dueMs += 1_000 / RATE_PER_SECOND) {
    throwIfAborted(signal, 'The benchmark');
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
    sent.push(client.ring().then(() => performance.now() - dueMs));
  }
  return Promise.all(sent);
}

const MB = 1_000_000;
const KIB = 1_024;

/** `VmRSS` and `VmHWM` of a process, from the kernel. */
async function memoryOf(pid: number): Promise<{ residentMb: number; peakResidentMb: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string): number => round((Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * KIB) / MB, 1);
  return { residentMb: megabytes('VmRSS'), peakResidentMb: megabytes('VmHWM') };
}
