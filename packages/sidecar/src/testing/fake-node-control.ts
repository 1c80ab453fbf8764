import { OpsError } from '@ringside/core';
import type {
  KeyspaceInfo,
  NodeControl,
  NodeStatus,
  RangeEndpoints,
  RingEndpoint,
  Snapshot,
  TakeSnapshotRequest,
} from '@ringside/node-control';
import { parseReplication, placeReplicas } from '@ringside/ring';
import { endpointId } from '../views/merge.ts';
import { topologyOf } from '../views/topology.ts';

/** A node that is no node: its answers come from fields that a test may set. Held to the same contract as a real one. */
export interface FakeNode {
  status: NodeStatus;
  endpoints: readonly RingEndpoint[];
  keyspaces: readonly KeyspaceInfo[];
  /** Tables by keyspace. */
  tables: Readonly<Record<string, readonly string[]>>;
  pending: readonly RangeEndpoints[];
  snapshots: Snapshot[];
  levels: Record<string, string>;
  dataDirectories: readonly string[];
  /** What every call does before it answers: throw, wait, nothing. */
  before: () => Promise<void>;
  /** Calls so far, by method. */
  readonly calls: string[];
}

/** One member of a fake ring. */
export function fakeEndpoint(place: number, over: Partial<RingEndpoint> = {}): RingEndpoint {
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
export function fakeNode(place = 1): FakeNode {
  const endpoints = [1, 2, 3].map((each) => fakeEndpoint(each));
  return {
    status: fakeStatus(place, endpoints),
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
    levels: { ROOT: 'INFO' },
    dataDirectories: [],
    before: async () => {},
    calls: [],
  };
}

function fakeStatus(place: number, endpoints: readonly RingEndpoint[]): NodeStatus {
  const own = fakeEndpoint(place);
  return {
    operationMode: 'NORMAL',
    releaseVersion: '5.0.9',
    clusterName: 'fake',
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
    liveNodes: endpoints.map((endpoint) => endpointId(endpoint)),
    unreachableNodes: [],
    joiningNodes: [],
    leavingNodes: [],
    movingNodes: [],
  };
}

/** The control port of a fake node. */
export function fakeNodeControl(node: FakeNode): NodeControl {
  const answer =
    <Args extends readonly unknown[], T>(name: string, act: (...args: Args) => T) =>
    async (...args: Args): Promise<T> => {
      node.calls.push(name);
      await node.before();
      return act(...args);
    };
  const keyspace = (name: string): KeyspaceInfo => {
    const found = node.keyspaces.find((each) => each.name === name);
    if (found === undefined) throw new OpsError('NOT_FOUND', { message: `Keyspace ${name} does not exist` });
    return found;
  };
  return {
    status: answer('status', () => node.status),
    ring: answer('ring', () => node.endpoints),
    schemaVersions: answer('schemaVersions', () => ({ [node.status.schemaVersion ?? '']: node.status.liveNodes })),
    gossip: answer('gossip', () => fakeGossip(node.endpoints)),
    phi: answer('phi', () => Object.fromEntries(node.endpoints.slice(1).map((each) => [endpointId(each), 0.4]))),
    keyspaces: answer('keyspaces', () => node.keyspaces),
    rangeToEndpoints: answer('rangeToEndpoints', (name: string) => naturalRanges(node.endpoints, keyspace(name))),
    pendingRanges: answer('pendingRanges', (name: string) => (keyspace(name) === undefined ? [] : node.pending)),
    effectiveOwnership: answer('effectiveOwnership', () => node.endpoints.map((each) => ({ endpoint: endpointId(each), fraction: 1 }))),
    ...fakeCommands(node, answer, keyspace),
    compactionStats: answer('compactionStats', () => ({
      pendingTasks: 1,
      pendingByTable: { orders: { events: 1 } },
      completedTasks: 9,
      compactedBytes: 4_096,
      active: [{ id: 'a', taskType: 'Compaction', keyspace: 'orders', table: null, completed: 1, total: 2, unit: 'bytes' }],
    })),
    streamStats: answer('streamStats', () => [
      { planId: 'p', description: 'Repair', sessions: [{ peer: '127.0.0.2:7000', state: 'STREAMING', receiving: NONE, sending: NONE }] },
    ]),
    loggingLevels: answer('loggingLevels', () => ({ ...node.levels })),
    dataDirectories: answer('dataDirectories', () => node.dataDirectories),
  };
}

const NONE = { completedFiles: 0, totalFiles: 1, completedBytes: 0, totalBytes: 10 };

type Answer = <Args extends readonly unknown[], T>(name: string, act: (...args: Args) => T) => (...args: Args) => Promise<T>;
type Command =
  | 'drain'
  | 'flush'
  | 'startNativeTransport'
  | 'stopNativeTransport'
  | 'startGossip'
  | 'stopGossip'
  | 'takeSnapshot'
  | 'listSnapshots'
  | 'clearSnapshot'
  | 'setLoggingLevel';

function fakeCommands(node: FakeNode, answer: Answer, keyspace: (name: string) => KeyspaceInfo): Pick<NodeControl, Command> {
  const change = (over: Partial<NodeStatus>): void => void (node.status = { ...node.status, ...over });
  return {
    drain: answer('drain', () => change({ operationMode: 'DRAINED', gossipActive: false, nativeTransportRunning: false })),
    flush: answer('flush', () => {}),
    startNativeTransport: answer('startNativeTransport', () => change({ nativeTransportRunning: true })),
    stopNativeTransport: answer('stopNativeTransport', () => change({ nativeTransportRunning: false })),
    startGossip: answer('startGossip', () => change({ gossipActive: true })),
    stopGossip: answer('stopGossip', () => change({ gossipActive: false })),
    takeSnapshot: answer('takeSnapshot', (request: TakeSnapshotRequest) => {
      const names = request.keyspaces ?? node.keyspaces.map(({ name }) => name);
      for (const name of names) keyspace(name);
      const made = names.flatMap((name) => (request.table ? [request.table] : (node.tables[name] ?? [])).map((table) => ({ name, table })));
      for (const { name, table } of made) {
        const exists = node.snapshots.some((each) => each.tag === request.tag && each.keyspace === name && each.table === table);
        if (exists) throw new OpsError('SNAPSHOT_EXISTS', { message: `Snapshot ${request.tag} already exists` });
      }
      for (const { name, table } of made) node.snapshots.push(fakeSnapshot(request, name, table));
    }),
    listSnapshots: answer('listSnapshots', () => [...node.snapshots]),
    clearSnapshot: answer('clearSnapshot', ({ tag, keyspaces }: { tag: string; keyspaces?: readonly string[] | undefined }) => {
      node.snapshots = node.snapshots.filter((each) => each.tag !== tag || keyspaces?.includes(each.keyspace) === false);
    }),
    setLoggingLevel: answer('setLoggingLevel', (logger: string, level: string) => void (node.levels[logger] = level)),
  };
}

function fakeSnapshot({ tag, ttlMs }: TakeSnapshotRequest, keyspace: string, table: string): Snapshot {
  const expiresAt = ttlMs === undefined ? null : new Date(Date.UTC(2026, 0, 1) + ttlMs).toISOString();
  return { tag, keyspace, table, sizeBytes: 5_120, trueSizeBytes: 0, createdAt: '2026-01-01T00:00:00.000Z', expiresAt };
}

function fakeGossip(endpoints: readonly RingEndpoint[]): Record<string, Record<string, string>> {
  return Object.fromEntries(
    endpoints.map((each) => [
      `/${endpointId(each)}`,
      { generation: '1', heartbeat: '2', LOAD: String(each.loadBytes), NATIVE_ADDRESS_AND_PORT: 'a:1', X_13_UNHEARD: 'of' },
    ]),
  );
}

function naturalRanges(endpoints: readonly RingEndpoint[], { replication }: KeyspaceInfo): readonly RangeEndpoints[] {
  return placeReplicas(topologyOf(endpoints), parseReplication(replication)).map(({ range, replicas }) => ({
    start: String(range.start),
    end: String(range.end),
    endpoints: replicas,
  }));
}
