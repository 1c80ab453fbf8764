/**
 * A real sidecar beside a node of a simulated cluster, for the tests of whatever asks a sidecar: real HTTP, and a ring that answers at once.
 *
 * @packageDocumentation
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperationStore } from '@ringside/operations';
import { simulateCluster, type SimulatedCluster, type SimulatedNode } from '@ringside/simulated-cluster';
import { pino } from 'pino';
import { loadSidecarSettings } from './config/load.ts';
import { type SidecarAdapters, startSidecar } from './sidecar.ts';
import { simulatedOperations } from './simulated-operations.ts';

export { makeSidecarCertificates, type PairOfFiles, type SidecarCertificates } from './test-certificates.ts';

/** A real sidecar beside a node of a simulated cluster. */
export interface SimulatedSidecar {
  /** Where it listens, such as `http://127.0.0.1:43211`. */
  readonly url: string;
  /** The whole cluster, to break and repair nodes in. */
  readonly cluster: SimulatedCluster;
  /** The node beside which it runs. */
  readonly node: SimulatedNode;
  /** `METHOD path?query` of every request so far, refused ones too. */
  readonly asked: readonly string[];
  /** Interrupts requests in progress and stops listening; the simulated cluster needs no closing. */
  close(): Promise<void>;
}

/** What {@link startSimulatedSidecar} takes. */
export interface SimulatedSidecarOptions {
  /** Its configuration, as in its file, besides where it listens. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Default: {@link smallCluster}. */
  readonly cluster?: SimulatedCluster;
  /** The name of its node. Default: `node1`. */
  readonly beside?: string;
  /** Where operations are shared, such as a store in memory. Default: the sidecar takes no part in operations. */
  readonly operations?: OperationStore;
}

/**
 * Starts one on a free port of 127.0.0.1.
 *
 * @throws OpsError as a sidecar does that cannot start
 */
export async function startSimulatedSidecar({
  config = {},
  cluster = smallCluster(),
  beside = 'node1',
  operations,
}: SimulatedSidecarOptions = {}): Promise<SimulatedSidecar> {
  const node = cluster.node(beside);
  const settings = await settingsOf(config);
  const adapters: SidecarAdapters = {
    control: () => node.control,
    cql: () => node.cql,
    ...(operations && { operations: () => simulatedOperations(operations, () => node) }),
  };
  const sidecar = await startSidecar({ settings, adapters, logger: pino({ level: 'silent' }) });
  const requests = recordRequests(Number(new URL(sidecar.url).port));
  const close = async (): Promise<void> => {
    requests.stop();
    await sidecar.stop(0);
  };
  return { url: sidecar.url, cluster, node, asked: requests.seen, close };
}

/** A healthy cluster of three nodes with a keyspace `orders`, of which each node has everything, and a table `events` in it. */
export function smallCluster(): SimulatedCluster {
  const replication = { class: 'NetworkTopologyStrategy', dc1: '3' };
  return simulateCluster({ keyspaces: { orders: { replication, tables: ['events'] } } });
}

/** Reads the configuration the way a sidecar does, out of a file. */
async function settingsOf(config: Readonly<Record<string, unknown>>): ReturnType<typeof loadSidecarSettings> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-sidecar-'));
  try {
    const file = join(folder, 'sidecar.json');
    writeFileSync(file, JSON.stringify({ cassandra: { host: '127.0.0.1' }, ...config, listen: { host: '127.0.0.1', port: 0 } }));
    return await loadSidecarSettings({ file });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Node.js tells of each request that a server of this process parsed. */
const CHANNEL = 'http.server.request.start';

function recordRequests(port: number): { readonly seen: readonly string[]; readonly stop: () => void } {
  const seen: string[] = [];
  const onRequest = (message: unknown): void => {
    const { request } = message as { readonly request: IncomingMessage };
    if (request.socket.localPort === port) seen.push(`${request.method} ${request.url}`);
  };
  subscribe(CHANNEL, onRequest);
  return { seen, stop: () => unsubscribe(CHANNEL, onRequest) };
}
