import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CassandraInstall, getCassandra } from '@ringside/cassandra-install';
import type { ClusterMode } from '@ringside/cassandra-node';
import { createCluster } from '@ringside/cluster';
import type { Bench, BenchOptions } from './bench.ts';
import { measurePairs, median, round } from './statistics.ts';
import { cpuMsOf, type StartFigures, startStockNode } from './stock-node.peer.ts';

const DEFAULT_PAIRS = 5;

/** One node of ours, in each mode, beside a stock one. */
export const bench: Bench = {
  name: 'start-one',
  describe: 'Process start to CQL open, in a new folder, ÷ the same jars with stock flags and settings: durable ≤ 0.60, throwaway ≤ 0.40',
  bars: [
    { figure: 'durable.ratio', atMost: 0.6 },
    { figure: 'throwaway.ratio', atMost: 0.4 },
  ],
  async run(options) {
    const install = await getCassandra({ signal: options.signal });
    const durable = await compare('durable', install, options);
    const throwaway = await compare('throwaway', install, options);
    return { durable, throwaway };
  },
};

async function compare(mode: ClusterMode, install: CassandraInstall, { log, pairs, signal }: BenchOptions) {
  const cpu: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  const measured = (side: 'ours' | 'peer', start: () => Promise<StartFigures>) => async (): Promise<number> => {
    const { wallMs, cpuMs } = await start();
    log(`${mode} ${side}: ${round(wallMs, 0)} ms, ${cpuMs} ms of processor time`);
    cpu[side].push(cpuMs);
    return wallMs;
  };
  const ours = measured('ours', () => startOurs(mode, install, signal));
  const peer = measured('peer', () => startStockNode(install, signal));
  const figures = await measurePairs(pairs ?? DEFAULT_PAIRS, ours, peer);
  const [oursCpuMs, peerCpuMs] = [median(cpu.ours.slice(1)), median(cpu.peer.slice(1))];
  return {
    oursMs: round(figures.oursMedian, 0),
    peerMs: round(figures.peerMedian, 0),
    oursCpuMs,
    peerCpuMs,
    cpuRatio: round(oursCpuMs / peerCpuMs),
    ratio: round(figures.ratio),
  };
}

async function startOurs(mode: ClusterMode, install: CassandraInstall, signal: AbortSignal): Promise<StartFigures> {
  const directory = await mkdtemp(join(tmpdir(), 'ringside-bench-'));
  const place = mode === 'durable' ? { directory, addressBlock: `127.29.${(process.pid % 250) + 1}` } : {};
  const cluster = await createCluster({ mode, nodes: 1, install, signal, ...place });
  try {
    const node = cluster.node(0);
    const startMs = performance.now();
    await node.start({ signal });
    const wallMs = performance.now() - startMs;
    return { wallMs, cpuMs: await cpuMsOf((await node.pid()) ?? 0) };
  } finally {
    await cluster.destroy();
    await rm(directory, { recursive: true, force: true });
  }
}
