import type { LogLevel } from '@ringside/model';
import type {
  CompactionStats,
  EndpointOwnership,
  GossipView,
  KeyspaceInfo,
  NodeStatus,
  RangeEndpoints,
  RingEndpoint,
  SchemaVersions,
  Snapshot,
  StreamPlan,
} from './model.ts';

/** Options every call takes. */
export interface CallOptions {
  /** Aborts the call; the promise then rejects with the signal's reason. What the node already began is not undone. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@link NodeControl.drain}. */
export interface DrainOptions extends CallOptions {
  /** How long to wait for operation mode `DRAINED`. Default 300,000. */
  readonly deadlineMs?: number | undefined;
}

/** Options of {@link NodeControl.flush}. */
export interface FlushOptions extends CallOptions {
  /** The keyspace to flush. Default: every keyspace. */
  readonly keyspace?: string | undefined;
  /** Tables of `keyspace` (which must then be given). Default: all of its tables. */
  readonly tables?: readonly string[] | undefined;
}

/** Options of {@link NodeControl.ring}. */
export interface RingOptions extends CallOptions {
  /** The keyspace whose replication `ownership` is computed for. Default: see {@link RingEndpoint.ownership}. */
  readonly keyspace?: string | undefined;
}

/** What {@link NodeControl.takeSnapshot} shall take. */
export interface TakeSnapshotRequest extends CallOptions {
  /** Name of the snapshot: a folder name, so neither empty, `.`, `..`, nor with `/` or NUL. */
  readonly tag: string;
  /** Keyspaces to include. Default: every keyspace. */
  readonly keyspaces?: readonly string[] | undefined;
  /** Only this table; `keyspaces` must then name exactly one keyspace. */
  readonly table?: string | undefined;
  /** Cassandra deletes the snapshot by itself after this time; whole seconds, at least 60,000. Default: never. */
  readonly ttlMs?: number | undefined;
  /** True leaves memtables unflushed: what they hold is not in the snapshot. Default false. */
  readonly skipFlush?: boolean | undefined;
}

/** What {@link NodeControl.clearSnapshot} shall remove. */
export interface ClearSnapshotRequest extends CallOptions {
  /** Name of the snapshot. */
  readonly tag: string;
  /** Keyspaces to remove it from. Default: every keyspace. */
  readonly keyspaces?: readonly string[] | undefined;
}

/**
 * Control of one Cassandra node: what a node can only be asked or told through its own management interface.
 *
 * Every method rejects with an `OpsError`: one that is retryable when the node's management interface does not answer
 * (down, slow, not yet up), one that is not when the node refuses the request. Nothing is retried inside. Endpoints are
 * `"address:port"` texts with the storage port, IPv6 in brackets; tokens are decimal texts, because they do not fit a number.
 */
export interface NodeControl {
  /** The node's own view of itself and of who is up. Works in every operation mode, also before the node has joined. */
  status(options?: CallOptions): Promise<NodeStatus>;
  /**
   * Every endpoint this node knows as a member of the ring or as joining it, in no given order. Fails with
   * `NOT_FOUND` for an unknown keyspace.
   */
  ring(options?: RingOptions): Promise<readonly RingEndpoint[]>;
  /** Schema version → endpoints that have it; endpoints that do not answer are under `UNREACHABLE`. The node asks its peers. */
  schemaVersions(options?: CallOptions): Promise<SchemaVersions>;
  /** Every gossip state the node holds, its own included, with Cassandra's own headers and fields. */
  gossip(options?: CallOptions): Promise<GossipView>;
  /** Endpoint → φ, the node's suspicion of each peer now. Empty while no peer was ever heard of. */
  phi(options?: CallOptions): Promise<Readonly<Record<string, number>>>;
  /** Every keyspace with its replication, virtual keyspaces excluded. */
  keyspaces(options?: CallOptions): Promise<readonly KeyspaceInfo[]>;
  /** Natural replicas of each range of a keyspace. Fails with `NOT_FOUND`. */
  rangeToEndpoints(keyspace: string, options?: CallOptions): Promise<readonly RangeEndpoints[]>;
  /** Replicas-to-be of each range that is moving to somebody; empty in a ring at rest. Fails with `NOT_FOUND`. */
  pendingRanges(keyspace: string, options?: CallOptions): Promise<readonly RangeEndpoints[]>;
  /** The fraction of a keyspace's data (0…1) each endpoint holds; the sum is the replication factor over all datacenters. */
  effectiveOwnership(keyspace: string, options?: CallOptions): Promise<readonly EndpointOwnership[]>;

  /**
   * Stops listening to clients and peers, flushes everything, and resolves when the operation mode is `DRAINED`: at once if it
   * is already. The process lives on and still answers this port, but takes no writes again until it is restarted.
   */
  drain(options?: DrainOptions): Promise<void>;
  /** Writes memtables to disk; resolves when they are there. */
  flush(options?: FlushOptions): Promise<void>;
  /** Listens to CQL clients; nothing happens if it does already. A drained node refuses. */
  startNativeTransport(options?: CallOptions): Promise<void>;
  /** Stops listening to CQL clients and closes their connections; nothing happens if it has already. */
  stopNativeTransport(options?: CallOptions): Promise<void>;
  /** Takes part in gossip again. */
  startGossip(options?: CallOptions): Promise<void>;
  /** Leaves gossip: peers soon see this node as down. Only a node in mode `NORMAL` may. */
  stopGossip(options?: CallOptions): Promise<void>;

  /**
   * Takes a snapshot; resolves when its hard links are on disk. Fails with `SNAPSHOT_EXISTS` if a table already has that tag, and with `DISK_FULL`. What was
   * done before a failure is left as it is.
   */
  takeSnapshot(request: TakeSnapshotRequest): Promise<void>;
  /** Every snapshot on the node, one entry a table, sorted by tag, keyspace and table; those of dropped tables are among them. */
  listSnapshots(options?: CallOptions): Promise<readonly Snapshot[]>;
  /** Removes a snapshot; nothing happens if there is none of that tag. */
  clearSnapshot(request: ClearSnapshotRequest): Promise<void>;

  /** Compactions: running, pending and done since start. */
  compactionStats(options?: CallOptions): Promise<CompactionStats>;
  /** Streams (bootstrap, repair, rebuild, …) that run now. */
  streamStats(options?: CallOptions): Promise<readonly StreamPlan[]>;
  /** Logger → level, of the loggers that have a level of their own. */
  loggingLevels(options?: CallOptions): Promise<Readonly<Record<string, string>>>;
  /** Sets a logger's level until the node restarts. `ROOT` is the root logger. */
  setLoggingLevel(logger: string, level: LogLevel, options?: CallOptions): Promise<void>;
  /** Absolute paths of the node's data directories, in Cassandra's order. */
  dataDirectories(options?: CallOptions): Promise<readonly string[]>;
}
