import type { CallOptions } from './call-options.ts';

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

/** Options of {@link NodeLifecycle.drain}. */
export interface DrainOptions extends CallOptions {
  /** How long to wait for operation mode `DRAINED`. Default: 300,000. */
  readonly withinMs?: number | undefined;
}

/** Where a node is in its life, and what takes it into and out of service. */
export interface NodeLifecycle {
  /** The node's own view of itself and of who is up. Works in every operation mode, also before the node has joined. */
  status(options?: CallOptions): Promise<NodeStatus>;
  /**
   * Stops listening to clients and peers, flushes everything, and resolves when the operation mode is `DRAINED`: at once if it
   * is already. The process lives on and still answers this port, but takes no writes again until it is restarted.
   */
  drain(options?: DrainOptions): Promise<void>;
  /** Listens to CQL clients; nothing happens if it does already. A drained node refuses. */
  startNativeTransport(options?: CallOptions): Promise<void>;
  /** Stops listening to CQL clients and closes their connections; nothing happens if it has already. */
  stopNativeTransport(options?: CallOptions): Promise<void>;
  /** Takes part in gossip again. */
  startGossip(options?: CallOptions): Promise<void>;
  /** Leaves gossip: peers soon see this node as down. Only a node in mode `NORMAL` may. */
  stopGossip(options?: CallOptions): Promise<void>;
}
