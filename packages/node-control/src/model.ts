/** A node's operation mode (`StorageService.Mode`); `UNKNOWN` stands for a mode this version of Ringside does not know. */
export type OperationMode =
  | 'STARTING'
  | 'NORMAL'
  | 'JOINING'
  | 'JOINING_FAILED'
  | 'LEAVING'
  | 'DECOMMISSIONED'
  | 'DECOMMISSION_FAILED'
  | 'MOVING'
  | 'DRAINING'
  | 'DRAINED'
  | 'UNKNOWN';

/** A node's view of itself; what it does not know yet (it is starting) is null. */
export interface NodeStatus {
  /** Where the node is in its life. */
  readonly operationMode: OperationMode;
  /** Cassandra's version, such as `5.0.9`. */
  readonly releaseVersion: string;
  /** `cluster_name`. */
  readonly clusterName: string;
  /** The partitioner's full class name. */
  readonly partitioner: string;
  /** The node's own datacenter. */
  readonly datacenter: string | null;
  /** The node's own rack. */
  readonly rack: string | null;
  /** The node's host id, a UUID. */
  readonly hostId: string | null;
  /** The address peers know it by (broadcast address). */
  readonly address: string | null;
  /** Its storage port, for peers. */
  readonly storagePort: number | null;
  /** Its own tokens; empty until it has joined. */
  readonly tokens: readonly string[];
  /** Whether it takes part in gossip. */
  readonly gossipActive: boolean;
  /** Whether it listens to CQL clients. */
  readonly nativeTransportRunning: boolean;
  /** Whether it is a member of the ring. */
  readonly joined: boolean;
  /** Time since its JVM started. */
  readonly uptimeMs: number;
  /** Live bytes of its SSTables on disk. */
  readonly loadBytes: number;
  /** Its version of the schema, a UUID. */
  readonly schemaVersion: string | null;
  /** Endpoints it takes for up, itself included. */
  readonly liveNodes: readonly string[];
  /** Endpoints of the ring that it takes for down; those that have left it are not among them. */
  readonly unreachableNodes: readonly string[];
  /** Endpoints that are joining. */
  readonly joiningNodes: readonly string[];
  /** Endpoints that are leaving. */
  readonly leavingNodes: readonly string[];
  /** Endpoints that are moving. */
  readonly movingNodes: readonly string[];
}

/** One endpoint as a node sees it. */
export interface RingEndpoint {
  /** IP address, without brackets. */
  readonly address: string;
  /** Storage port. */
  readonly port: number;
  /** CQL port, from gossip; null if it says nothing. */
  readonly nativePort: number | null;
  /** Host id, a UUID; null if not known. */
  readonly hostId: string | null;
  /** Its datacenter. */
  readonly datacenter: string | null;
  /** Its rack. */
  readonly rack: string | null;
  /** Its tokens in ring order. */
  readonly tokens: readonly string[];
  /** Whether the asked node takes it for up; `?` if it is neither among the live nor the unreachable ones. */
  readonly status: 'Up' | 'Down' | '?';
  /** What it is doing with its tokens. */
  readonly state: 'Normal' | 'Joining' | 'Leaving' | 'Moving';
  /** True for a joining endpoint that takes over a dead one's tokens (gossip `BOOT_REPLACE`). */
  readonly replacing: boolean;
  /** Its load as Cassandra prints it, such as `88.49 KiB`; `?` if not known. */
  readonly load: string;
  /** Its load, rounded as `load` is; null if not known. */
  readonly loadBytes: number | null;
  /**
   * The fraction of the data it holds (0…1): of the asked keyspace. Without a keyspace: of all of the users' keyspaces if they
   * all replicate alike, else its fraction of the ring without replication. Null if not known.
   */
  readonly ownership: number | null;
  /** Whether `ownership` counts replication (effective) or only the primary ranges. */
  readonly ownershipEffective: boolean;
  /** Its Cassandra version; null if gossip does not say. */
  readonly releaseVersion: string | null;
  /** Its schema version; null if gossip does not say. */
  readonly schemaVersion: string | null;
}

/** Schema version (a UUID, or `UNREACHABLE`) → addresses. */
export type SchemaVersions = Readonly<Record<string, readonly string[]>>;

/** Endpoint header (`/127.0.0.1:7000`) → field (`generation`, `heartbeat`, `STATUS_WITH_PORT`, …) → value, as Cassandra spells them. */
export type GossipView = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A keyspace and how it replicates. */
export interface KeyspaceInfo {
  /** Its name, case kept. */
  readonly name: string;
  /** Whether it is one of Cassandra's own. */
  readonly system: boolean;
  /** Its replication map as CQL shows it, `class` included as a simple name: `{ class: 'NetworkTopologyStrategy', dc1: '3' }`. */
  readonly replication: Readonly<Record<string, string>>;
}

/** A token range (start, end], which may wrap, and endpoints (`address:port`) in Cassandra's order. */
export interface RangeEndpoints {
  /** Exclusive start. */
  readonly start: string;
  /** Inclusive end. */
  readonly end: string;
  /** Replicas. */
  readonly endpoints: readonly string[];
}

/** An endpoint's part of a keyspace. */
export interface EndpointOwnership {
  /** `address:port`. */
  readonly endpoint: string;
  /** 0…1. */
  readonly fraction: number;
}

/** A snapshot of one table. */
export interface Snapshot {
  /** Its name. */
  readonly tag: string;
  /** Keyspace of the table. */
  readonly keyspace: string;
  /** The table. */
  readonly table: string;
  /** Bytes its files have, rounded: Cassandra prints four digits (`1.234 MiB`). */
  readonly sizeBytes: number;
  /** Bytes that only it keeps (no live SSTable shares them), rounded likewise. */
  readonly trueSizeBytes: number;
  /** When it was taken, ISO 8601; null for one made by an old version. */
  readonly createdAt: string | null;
  /** When Cassandra will delete it, ISO 8601; null for never. */
  readonly expiresAt: string | null;
}

/** A running compaction. */
export interface Compaction {
  /** Its id, a UUID. */
  readonly id: string;
  /** Compaction, Validation, Cleanup, …, as Cassandra names the task. */
  readonly taskType: string;
  /** Keyspace; null if the task has none. */
  readonly keyspace: string | null;
  /** Table; null if the task has none. */
  readonly table: string | null;
  /** How much is done, in `unit`. */
  readonly completed: number;
  /** How much there is, in `unit`. */
  readonly total: number;
  /** Mostly `bytes`. */
  readonly unit: string;
}

/** A node's compactions. */
export interface CompactionStats {
  /** Tasks that wait or run, as Cassandra estimates them. */
  readonly pendingTasks: number;
  /** The same, `keyspace` → `table` → tasks, tables with none left out. */
  readonly pendingByTable: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Tasks done since start. */
  readonly completedTasks: number;
  /** Bytes compacted since start. */
  readonly compactedBytes: number;
  /** What runs now. */
  readonly active: readonly Compaction[];
}

/** How far one direction of a stream session is. */
export interface StreamProgress {
  /** Files done. */
  readonly completedFiles: number;
  /** Files in all. */
  readonly totalFiles: number;
  /** Bytes done. */
  readonly completedBytes: number;
  /** Bytes in all. */
  readonly totalBytes: number;
}

/** A stream session with one peer. */
export interface StreamSession {
  /** `address:port` of the peer. */
  readonly peer: string;
  /** Cassandra's session state, such as `STREAMING`. */
  readonly state: string;
  /** What comes in. */
  readonly receiving: StreamProgress;
  /** What goes out. */
  readonly sending: StreamProgress;
}

/** A running stream plan. */
export interface StreamPlan {
  /** Its id, a UUID. */
  readonly planId: string;
  /** What it is for: `Bootstrap`, `Repair`, … */
  readonly description: string;
  /** Sessions, one a peer. */
  readonly sessions: readonly StreamSession[];
}
