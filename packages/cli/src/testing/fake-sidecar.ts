import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AvailabilityAnswer, NodesAnswer, PartitionKeyAnswer, RingEntry } from '@ringside/api';

/** A stand-in for a sidecar: answers each path with a fixed status and body, and keeps what was asked. */
export interface FakeSidecar {
  readonly url: string;
  /** `METHOD path?query` of every request. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** A status and a body, by `METHOD path`. */
export type FakeAnswers = Readonly<Record<string, readonly [status: number, body: unknown]>>;

/** Starts a fake sidecar on a free port of 127.0.0.1; paths without an answer are a 404. */
export async function startFakeSidecar(answers: FakeAnswers): Promise<FakeSidecar> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const path = (request.url ?? '').split('?')[0];
    const [status, body] = answers[`${request.method} ${path}`] ?? [404, { status: 'Not Found', code: 404, message: 'no such path' }];
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${port}`, asked, close };
}

const NODES: NodesAnswer = {
  nodes: [node('127.0.0.1', 'Up', 'rack1'), node('127.0.0.10', 'Up', 'rack2'), node('127.0.0.2', 'Down', 'rack3')],
};

function node(address: string, status: 'Up' | 'Down', rack: string): NodesAnswer['nodes'][number] {
  return {
    hostId: `00000000-0000-0000-0000-00000000000${address.at(-1) ?? ''}`,
    address,
    port: 7000,
    nativePort: 9042,
    datacenter: 'dc1',
    rack,
    status,
    state: 'Normal',
    load: '88.49 KiB',
    loadBytes: 90_614,
    owns: 1 / 3,
    tokens: 1,
    releaseVersion: '5.0.9',
    schemaVersion: null,
    phi: null,
    sidecarUrl: `http://${address}:9043`,
  };
}

/** In no order of their addresses: a strategy places them by their tokens. */
const REPLICAS = ['127.0.0.10:7000', '127.0.0.1:7000', '127.0.0.2:7000'];
const AVAILABILITY: AvailabilityAnswer = {
  consistency: 'LOCAL_QUORUM',
  localDatacenter: 'dc1',
  keyspaces: [
    {
      keyspace: 'orders',
      replication: { class: 'org.apache.cassandra.locator.NetworkTopologyStrategy', dc1: '3' },
      summary: { total: 2, available: 1, underReplicated: 1, unavailable: 0 },
      ranges: [
        { start: '0', end: '-9223372036854775808', replicas: REPLICAS, live: REPLICAS, counted: 3, needed: 2, state: 'available' },
        {
          start: '-9223372036854775808',
          end: '0',
          replicas: REPLICAS.toReversed(),
          live: REPLICAS.slice(0, 2),
          counted: 2,
          needed: 2,
          state: 'underReplicated',
        },
      ],
    },
  ],
};

const RING: readonly RingEntry[] = ['5', '-9'].map((token, index) => ({
  datacenter: 'dc1',
  address: `127.0.0.${index + 1}`,
  port: 7000,
  rack: 'rack1',
  status: 'Up',
  state: 'Normal',
  load: '1 KiB',
  owns: '50.00%',
  token,
  fqdn: 'localhost',
  hostId: 'Unknown',
}));

const EVENTS_KEY: PartitionKeyAnswer = {
  keyspace: 'orders',
  table: 'events',
  columns: [
    { name: 'tenant', type: 'text' },
    { name: 'day', type: 'int' },
  ],
  userTypes: [],
};
const HEALTHY = [200, { status: 'OK' }] as const;

/** A healthy ring of three nodes, the second of which is down. */
export const FAKE_RING: FakeAnswers = {
  'GET /api/v1/__health': HEALTHY,
  'GET /api/v1/cassandra/native/__health': HEALTHY,
  'GET /api/v1/cassandra/jmx/__health': HEALTHY,
  'GET /api/v1/cassandra/nodes': [200, NODES],
  'GET /api/v1/cassandra/availability': [200, AVAILABILITY],
  'GET /api/v1/cassandra/ring': [200, RING],
  'GET /api/v1/cassandra/keyspaces/orders/tables/events/partition-key': [200, EVENTS_KEY],
  'GET /api/v1/cassandra/snapshots': [
    200,
    {
      snapshots: [
        { tag: 'nightly', keyspace: 'orders', table: 'events', sizeBytes: 2048, trueSizeBytes: 0, createdAt: null, expiresAt: null },
      ],
    },
  ],
  'PUT /api/v1/cassandra/snapshots/nightly': [200, { result: 'Success' }],
  'DELETE /api/v1/cassandra/snapshots/nightly': [200, { result: 'Success', removed: [{ keyspace: 'orders', table: 'events' }] }],
  'PUT /api/v1/cassandra/snapshots/weekly': [200, { result: 'Success' }],
  'PUT /api/v1/cassandra/operations/drain': [200, { operationMode: 'DRAINED' }],
};
