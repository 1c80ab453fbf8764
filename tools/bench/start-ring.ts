import { type CassandraInstall, getCassandra } from '@ringside/cassandra-install';
import { createCluster } from '@ringside/cluster';
import type { Bench } from './bench.ts';
import { measurePairs, round } from './statistics.ts';
import { startStockNode } from './stock-node.peer.ts';

const DEFAULT_PAIRS = 5;
const NODES = 3;
const MB = 1e6;

/** A whole ring of ours beside one stock node. */
export const bench: Bench = {
  name: 'start-ring',
  describe: 'Three throwaway nodes, all see all up and CQL open, ÷ one stock node: ≤ 1.6; ≤ 450 MB resident a node',
  bars: [
    { figure: 'ratio', atMost: 1.6 },
    { figure: 'largestResidentMb', atMost: 450 },
  ],
  async run({ log, pairs, signal }) {
    const install = await getCassandra({ signal });
    let residentMb = 0;
    const ours = async (): Promise<number> => {
      const { wallMs, largestMb } = await startRing(install, signal);
      residentMb = Math.max(residentMb, largestMb);
      log(`ring: ${round(wallMs, 0)} ms, largest node ${round(largestMb, 0)} MB`);
      return wallMs;
    };
    const peer = async (): Promise<number> => {
      const { wallMs } = await startStockNode(install, signal);
      log(`one stock node: ${round(wallMs, 0)} ms`);
      return wallMs;
    };
    const figures = await measurePairs(pairs ?? DEFAULT_PAIRS, ours, peer);
    return {
      nodes: NODES,
      oursMs: round(figures.oursMedian, 0),
      peerMs: round(figures.peerMedian, 0),
      largestResidentMb: round(residentMb, 0),
      ratio: round(figures.ratio),
    };
  },
};

async function startRing(install: CassandraInstall, signal: AbortSignal): Promise<{ wallMs: number; largestMb: number }> {
  const cluster = await createCluster({ mode: 'throwaway', nodes: NODES, install, signal });
  try {
    const startMs = performance.now();
    await cluster.start({ signal });
    const wallMs = performance.now() - startMs;
    const resident = await Promise.all(cluster.nodes.map((node) => node.residentBytes()));
    return { wallMs, largestMb: Math.max(...resident.map((bytes) => (bytes ?? Number.NaN) / MB)) };
  } finally {
    await cluster.destroy();
  }
}
