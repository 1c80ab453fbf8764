import { formatEndpoint } from '@ringside/model';
import type { NodeStatus } from '../roles/lifecycle.ts';
import type { KeyspaceInfo, RangeEndpoints, RingEndpoint } from '../roles/ring.ts';
import type { Snapshot } from '../roles/snapshots.ts';
import type { StreamPlan } from '../roles/streaming.ts';

/** A node that is no node: its answers come from fields that a test may set. Held to the same contract as a real one. */
export interface InMemoryNode {
  /** Its view of itself; its commands change it. */
  status: NodeStatus;
  /** Its view of the ring. */
  endpoints: readonly RingEndpoint[];
  /** Its keyspaces. */
  keyspaces: readonly KeyspaceInfo[];
  /** Tables by keyspace. */
  tables: Readonly<Record<string, readonly string[]>>;
  /** Pending ranges, of every keyspace. */
  pending: readonly RangeEndpoints[];
  /** Its snapshots. */
  snapshots: Snapshot[];
  /** Its streams. */
  streams: readonly StreamPlan[];
  /** Logger → level. */
  levels: Record<string, string>;
  /** Its data directories. */
  dataDirectories: readonly string[];
  /** What every call does before it answers: throw, wait, nothing. */
  before: () => Promise<void>;
  /** Names of SSTable files on its disk, by table. */
  files: Record<string, string[]>;
  /** Calls so far, by method. */
  readonly calls: string[];
}

/** One member of the ring in memory, `127.0.0.<place>`, up and in service unless `over` says otherwise. */
export function inMemoryEndpoint(place: number, over: Partial<RingEndpoint> = {}): RingEndpoint {
  return {
    address: `127.0.0.${place}`,
    port: 7000,
    nativePort: 9042,
    hostId: `00000000-0000-4000-8000-00000000000${place}`,
    datacenter: 'dc1',
    rack: `rack${place}`,
    tokens: [String(-9_000_000_000_000_000_000n + 6_000_000_000_000_000_000n * BigInt(place - 1))],
    status: 'Up',
    state: 'Normal',
    replacing: false,
    load: '88.49 KiB',
    loadBytes: 90_614,
    ownership: null,
    ownershipEffective: false,
    releaseVersion: '5.0.9',
    schemaVersion: '11111111-1111-4111-8111-111111111111',
    ...over,
  };
}

/** A node of a healthy three-node ring with a keyspace `orders` (RF 3) and one called `Mixed`. */
export function inMemoryNode(place = 1): InMemoryNode {
  const endpoints = [1, 2, 3].map((each) => inMemoryEndpoint(each));
  return {
    status: statusOf(place, endpoints),
    endpoints,
    keyspaces: [
      { name: 'orders', system: false, replication: { class: 'NetworkTopologyStrategy', dc1: '3' } },
      { name: 'Mixed', system: false, replication: { class: 'SimpleStrategy', replication_factor: '1' } },
      { name: 'system', system: true, replication: { class: 'LocalStrategy' } },
      { name: 'system_auth', system: true, replication: { class: 'SimpleStrategy', replication_factor: '1' } },
    ],
    tables: { orders: ['events'], Mixed: ['Table'] },
    pending: [],
    snapshots: [],
    streams: [],
    levels: { ROOT: 'INFO' },
    dataDirectories: ['/var/lib/cassandra/data'],
    before: async () => {},
    files: {},
    calls: [],
  };
}

function statusOf(place: number, endpoints: readonly RingEndpoint[]): NodeStatus {
  const own = inMemoryEndpoint(place);
  return {
    operationMode: 'NORMAL',
    releaseVersion: '5.0.9',
    clusterName: 'in memory',
    partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
    datacenter: own.datacenter,
    rack: own.rack,
    hostId: own.hostId,
    address: own.address,
    storagePort: own.port,
    tokens: own.tokens,
    gossipActive: true,
    nativeTransportRunning: true,
    joined: true,
    uptimeMs: 60_000,
    loadBytes: 90_614,
    schemaVersion: own.schemaVersion,
    liveNodes: endpoints.map((endpoint) => formatEndpoint(endpoint)),
    unreachableNodes: [],
    joiningNodes: [],
    leavingNodes: [],
    movingNodes: [],
  };
}
