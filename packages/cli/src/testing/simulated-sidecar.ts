import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sidecar, type SidecarAdapters, startSidecar } from '@ringside/sidecar';
import { loadSidecarSettings } from '@ringside/sidecar/config';
import { simulateCluster, type SimulatedCluster, type SimulatedNode } from '@ringside/simulated-cluster';
import { pino } from 'pino';

/** A real sidecar beside a node of a simulated cluster. */
export interface SimulatedSidecar {
  readonly url: string;
  readonly cluster: SimulatedCluster;
  /** The node beside which it runs. */
  readonly node: SimulatedNode;
  close(): Promise<void>;
}

/** What {@link startSimulatedSidecar} takes. */
export interface SimulatedSidecarOptions {
  /** Its configuration, as in its file, besides where it listens. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** The cluster. Default: three nodes with a keyspace `orders`, of which each node has everything. */
  readonly cluster?: SimulatedCluster;
  /** The name of its node. Default: `node1`. */
  readonly beside?: string;
}

/** Starts one on a free port of 127.0.0.1. */
export async function startSimulatedSidecar({
  config = {},
  cluster = smallCluster(),
  beside = 'node1',
}: SimulatedSidecarOptions = {}): Promise<SimulatedSidecar> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-sidecar-'));
  const file = join(folder, 'sidecar.json');
  writeFileSync(file, JSON.stringify({ cassandra: { host: '127.0.0.1' }, ...config, listen: { host: '127.0.0.1', port: 0 } }));
  const node = cluster.node(beside);
  const adapters: SidecarAdapters = { control: () => node.control, cql: () => node.cql };
  const settings = await loadSidecarSettings({ file });
  const sidecar: Sidecar = await startSidecar({ settings, adapters, logger: pino({ level: 'silent' }) });
  const close = async (): Promise<void> => {
    await sidecar.stop(0);
    rmSync(folder, { recursive: true });
  };
  return { url: sidecar.url, cluster, node, close };
}

/** A healthy cluster of three nodes with a keyspace and a table. */
export function smallCluster(): SimulatedCluster {
  const replication = { class: 'NetworkTopologyStrategy', dc1: '3' };
  return simulateCluster({ keyspaces: { orders: { replication, tables: ['events'] } } });
}
