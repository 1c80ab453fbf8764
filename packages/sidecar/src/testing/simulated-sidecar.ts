import { type Agent, request as httpRequest } from 'node:http';
import { unwatched } from '@ringside/cluster-watch';
import { keyspaceName } from '@ringside/model';
import type { Compaction, ConnectedClient, StreamPlan } from '@ringside/node-control';
import { simulateCluster, type SimulatedCluster, type SimulatedNode } from '@ringside/simulated-cluster';
import { pino } from 'pino';
import type { InstanceSettings, SidecarSettings } from '../config/settings.ts';
import { type Sidecar, startSidecar } from '../sidecar.ts';
import { simulatedOperations } from '../simulated-operations.ts';
import { exampleOperation } from './example-operation.ts';

/** Settings of a sidecar on a free loopback port. */
export function testSettings(over: Partial<SidecarSettings> = {}): SidecarSettings {
  return {
    listen: { host: '127.0.0.1', port: 0 },
    tls: undefined,
    token: undefined,
    identitySecret: undefined,
    peers: { watch: true, sidecars: [] },
    instances: [testInstance()],
    levels: {},
    jolokiaTimeoutMs: 1_000,
    cqlTimeoutMs: 1_000,
    requestTimeoutMs: 5_000,
    longRequestTimeoutMs: 5_000,
    concurrentRequests: 64,
    concurrentLongRequests: 8,
    connections: 256,
    clientTimeoutMs: 5_000,
    allowableSkewMinutes: 60,
    metrics: undefined,
    dashboardDirectory: undefined,
    logLevel: 'error',
    ...over,
  };
}

/** Settings of one instance. */
export function testInstance(over: Partial<InstanceSettings> = {}): InstanceSettings {
  return {
    id: 1,
    host: '127.0.0.1',
    port: 9042,
    credentials: undefined,
    cqlTls: undefined,
    controlledBy: 'auto',
    jolokiaUrl: 'http://127.0.0.1:1/jolokia/',
    jolokiaSecretFile: undefined,
    dataDirectories: undefined,
    ...over,
  };
}

/** A real sidecar in front of simulated nodes of one cluster, one an instance. */
export interface OverSimulation {
  readonly sidecar: Sidecar;
  readonly cluster: SimulatedCluster;
  readonly nodes: readonly SimulatedNode[];
  readonly node: SimulatedNode;
  /** What the sidecar logged. */
  readonly logged: string[];
}

const NONE = { completedFiles: 0, totalFiles: 1, completedBytes: 0, totalBytes: 10 };
const REPAIR: StreamPlan = {
  planId: 'p',
  description: 'Repair',
  sessions: [{ peer: '127.0.0.2:7000', state: 'STREAMING', receiving: NONE, sending: NONE }],
};

const COMPACTION: Compaction = {
  id: 'a',
  taskType: 'Compaction',
  keyspace: 'orders',
  table: 'events',
  completed: 1,
  total: 2,
  unit: 'bytes',
  sstables: ['/data/orders/events/nb-1-big-Data.db'],
  targetDirectory: '/data/orders/events',
};

const CLIENT: ConnectedClient = {
  address: '127.0.0.1',
  port: 40_000,
  username: 'anonymous',
  protocolVersion: 5,
  requestCount: 3,
  driverName: 'a driver',
  driverVersion: '1.0',
  keyspace: null,
  tls: null,
  options: null,
  authenticationMode: null,
  authenticationMetadata: null,
};

const KEYSPACES = {
  orders: { replication: { class: 'NetworkTopologyStrategy', dc1: '3' }, tables: ['events'] },
  Mixed: { replication: { class: 'SimpleStrategy', replication_factor: '1' }, tables: ['Table'] },
};

/** A healthy cluster of three nodes or more, with a keyspace `orders` (RF 3) and one called `Mixed`. */
function healthyCluster(least = 3): SimulatedCluster {
  return simulateCluster({ datacenters: { dc1: Math.max(3, least) }, keyspaces: KEYSPACES });
}

/** The partition of the example of `partitionSstables`. */
const KEY = Uint8Array.from([0, 0, 0, 7]);

/** The nodes of such a cluster. */
export function simulatedNodes(least = 3): readonly SimulatedNode[] {
  return healthyCluster(least).nodes;
}

/** What the watch of such a sidecar knows: one of two nodes is down. */
const MEMBERS = (['Up', 'Down'] as const).map((status, index) => ({
  address: `127.0.0.${index + 1}`,
  port: 7_000,
  nativePort: 9_042,
  status,
}));

/** What it has to tell others. */
const NEWS = { cursor: '1-0', observer: '127.0.0.1:7000', epoch: 1, observations: [] };

/**
 * Starts a sidecar over simulated nodes, each of which compacts and streams to another one. It has the operation of the examples.
 *
 * @param between stands between the sidecar and each port of its nodes
 */
export async function startOverSimulation(
  over: Partial<SidecarSettings> = {},
  between: <Port extends object>(port: Port) => Port = (port) => port,
): Promise<OverSimulation> {
  const settings = testSettings(over);
  const cluster = healthyCluster(settings.instances.length);
  const nodes = cluster.nodes.slice(0, settings.instances.length);
  cluster.write({ keyspace: 'orders', table: 'events', rows: 3, key: KEY });
  for (const { control } of nodes) await control.flush({ keyspace: keyspaceName('orders') });
  for (const { calls } of nodes) (calls as string[]).length = 0;
  for (const node of nodes) Object.assign(node, { streams: [REPAIR], compactions: [COMPACTION], clients: [CLIENT] });
  const store = await exampleOperation();
  const nodeOf = ({ id }: Pick<InstanceSettings, 'id'>): SimulatedNode =>
    nodes[settings.instances.findIndex((each) => each.id === id)] as SimulatedNode;
  const logged: string[] = [];
  const sidecar = await startSidecar({
    settings,
    adapters: {
      control: (instance) => between(nodeOf(instance).control),
      cql: (instance) => between(nodeOf(instance).cql),
      operations: () => simulatedOperations(store, nodeOf),
      watch: () => ({ ...unwatched, news: async () => NEWS, members: () => unwatched.judged(MEMBERS) }),
    },
    logger: pino({ level: settings.logLevel }, { write: (line: string) => void logged.push(line) }),
  });
  return { sidecar, cluster, nodes, node: nodes[0] as SimulatedNode, logged };
}

/** An answer as it stands on the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Names of the headers as they were spelled, in order, repeated ones repeated. */
  readonly headerNames: readonly string[];
  readonly text: string;
  readonly json: unknown;
}

/** Sends a request whose path goes over the wire as it is given, on a connection of its own unless an agent has one. */
export async function wire(
  sidecar: Pick<Sidecar, 'url'>,
  path: string,
  { method = 'GET', headers = {}, body, agent }: { method?: string; headers?: Record<string, string>; body?: string; agent?: Agent } = {},
): Promise<WireAnswer> {
  const { hostname, port } = new URL(sidecar.url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: hostname, port, path, method, headers, agent: agent ?? false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const headerNames = response.rawHeaders.filter((_, index) => index % 2 === 0);
        const isJson = (response.headers['content-type'] ?? '').startsWith('application/json') && text !== '';
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          headerNames,
          text,
          json: isJson ? (JSON.parse(text) as unknown) : undefined,
        });
      });
    });
    request.on('error', reject).end(body);
  });
}
