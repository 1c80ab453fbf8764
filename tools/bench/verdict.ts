import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSidecarClient, type SidecarClient } from '@ringside/api';
import { type Cluster, createCluster } from '@ringside/cluster';
import { throwIfAborted } from '@ringside/core';
import { freePort } from '@ringside/host';
import { compile } from '../bootstrap/compile.mjs';
import { ROOT } from '../ci/steps.ts';
import { startSidecarProcess, stopSidecarProcess, writeSidecarConfig } from '../real-sidecar/start.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { median, percentile, round } from './statistics.ts';

const TURNS = 5;
const LIMIT_MS = 30_000;
const POLL_MS = 20;
/** After the start of the sidecars, for what is loaded and compiled once. */
const WARM_UP_MS = 30_000;
const CPU_MS = 40_000;
const MS_PER_TICK = 10;

/** From a node's death, or its freezing, to the moment in which the last sidecar says so; and what the watch takes of the processor while nothing happens. */
export const bench: Bench = {
  name: 'verdict',
  describe: 'Three nodes: kill -9 to every sidecar saying so p99 ≤ 2,000 ms, frozen ≤ 2,000 ms, at rest ≤ 0.5 % of a core for each sidecar',
  bars: [
    { figure: 'p99Ms', atMost: 2_000 },
    { figure: 'frozenP99Ms', atMost: 2_000 },
    { figure: 'cpuPercent', atMost: 0.5 },
  ],
  run,
};

interface Sidecar {
  readonly child: ChildProcess;
  readonly client: SidecarClient;
}

async function run(options: BenchOptions): Promise<Readonly<Record<string, unknown>>> {
  const { log, pairs: turns = TURNS, signal } = options;
  await compile({ root: ROOT, signal });
  const folder = await mkdtemp(join(tmpdir(), 'bench-verdict-'));
  const cluster = await createCluster({ mode: 'throwaway', nodes: 3, signal });
  const sidecars: Sidecar[] = [];
  try {
    log('Starting three nodes');
    await cluster.start();
    await cluster.waitForAllUp();
    const port = await freePort(cluster.node(0).address);
    for (const node of cluster.nodes) {
      const { child, url } = await startSidecarProcess(await writeSidecarConfig(folder, node, port), signal);
      sidecars.push({ child, client: createSidecarClient({ baseUrl: url }) });
    }
    await untilAllSay(cluster, sidecars, true, signal);
    await sleep(WARM_UP_MS, undefined, { signal });
    const cpuPercent = await cpuAtRest(sidecars, signal);
    log(`at rest ${cpuPercent.join(', ')} % of a core`);
    const killed = await repeat(turns, (turn) => timeDeath(cluster, sidecars, { turn, log, signal }));
    const frozen = await repeat(turns, (turn) => timeFreeze(cluster, sidecars, { turn, log, signal }));
    const figures = {
      medianMs: round(median(killed), 0),
      p99Ms: round(percentile(killed, 99), 0),
      frozenP99Ms: round(percentile(frozen, 99), 0),
    };
    return { turns, ...figures, cpuPercentOfEach: cpuPercent, cpuPercent: round(median(cpuPercent)), ratio: round(figures.p99Ms / 2_000) };
  } finally {
    await Promise.all(sidecars.map(({ child }) => stopSidecarProcess(child)));
    await cluster.destroy();
    await rm(folder, { recursive: true });
  }
}

async function repeat(turns: number, measure: (turn: number) => Promise<number>): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) taken.push(await measure(turn));
  return taken;
}

interface Turn {
  readonly turn: number;
  readonly log: BenchOptions['log'];
  readonly signal: AbortSignal;
}

async function timeDeath(cluster: Cluster, sidecars: readonly Sidecar[], { turn, log, signal }: Turn): Promise<number> {
  const node = cluster.node(2);
  const startMs = performance.now();
  await node.kill();
  const tookMs = (await untilAllSay(cluster, sidecars, false, signal)) - startMs;
  log(`death ${turn}: ${round(tookMs, 0)} ms`);
  await node.start();
  await cluster.waitForAllUp();
  await untilAllSay(cluster, sidecars, true, signal);
  return tookMs;
}

async function timeFreeze(cluster: Cluster, sidecars: readonly Sidecar[], { turn, log, signal }: Turn): Promise<number> {
  const node = cluster.node(2);
  const startMs = performance.now();
  await node.pause();
  const tookMs = (await untilAllSay(cluster, sidecars, false, signal)) - startMs;
  log(`freeze ${turn}: ${round(tookMs, 0)} ms`);
  await node.resume();
  await untilAllSay(cluster, sidecars, true, signal);
  return tookMs;
}

/** @returns when the last sidecar says that the third node is up, or is not */
async function untilAllSay(cluster: Cluster, sidecars: readonly Sidecar[], isUp: boolean, signal: AbortSignal): Promise<number> {
  const { address } = cluster.node(2);
  const moments = sidecars.map(async ({ client }) => {
    for (const startMs = performance.now(); performance.now() < startMs + LIMIT_MS; await sleep(POLL_MS)) {
      throwIfAborted(signal, 'The benchmark');
      const answer = await client.nodes({}, { signal }).catch(() => undefined);
      const node = answer?.nodes.find((each) => each.address === address);
      const isHeard = node?.verdict.evidence.some(({ kind, isCurrent }) => kind === 'node' && isCurrent) === true;
      if (node !== undefined && isHeard && (node.status === 'Up') === isUp) return performance.now();
    }
    throw new Error(`A sidecar does not say within ${LIMIT_MS} ms that the node is ${isUp ? 'up' : 'not up'}`);
  });
  return Math.max(...(await Promise.all(moments)));
}

/** Processor time of each sidecar while nobody asks it anything but the other sidecars, in percent of a core. */
async function cpuAtRest(sidecars: readonly Sidecar[], signal: AbortSignal): Promise<readonly number[]> {
  const used = (): Promise<readonly number[]> => Promise.all(sidecars.map(({ child }) => cpuMsOf(child.pid ?? 0)));
  const before = await used();
  await sleep(CPU_MS, undefined, { signal });
  const after = await used();
  return after.map((ms, index) => round(((ms - (before[index] ?? 0)) / CPU_MS) * 100));
}

/** `utime` and `stime` of `/proc/<pid>/stat`, the 14th and 15th field, in ticks of 10 ms. */
async function cpuMsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}
