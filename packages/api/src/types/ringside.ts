/** One node of the ring as this sidecar's Cassandra sees it. */
export interface NodeEntry {
  /** A UUID; null if not known. */
  readonly hostId: string | null;
  readonly address: string;
  /** Storage port. */
  readonly port: number;
  /** CQL port; null if gossip does not say. */
  readonly nativePort: number | null;
  readonly datacenter: string | null;
  readonly rack: string | null;
  /** The worst of all views that this sidecar has. */
  readonly status: 'Up' | 'Down' | '?';
  readonly state: 'Normal' | 'Joining' | 'Leaving' | 'Moving';
  /** Such as `88.49 KiB`, or `?`. */
  readonly load: string;
  readonly loadBytes: number | null;
  /** Fraction of the ring it is the primary replica of (0…1); null if it has no tokens. */
  readonly owns: number | null;
  /** How many tokens it has. */
  readonly tokens: number;
  readonly releaseVersion: string | null;
  readonly schemaVersion: string | null;
  /** The asked node's suspicion; null of itself and where it has none. */
  readonly phi: number | null;
  /** Where its sidecar is expected to listen. */
  readonly sidecarUrl: string;
}

/** Every node of the ring. */
export interface NodesAnswer {
  readonly nodes: readonly NodeEntry[];
}

/** Whether requests at the asked consistency level succeed on a range: `underReplicated` still do, with a replica down. */
export type AvailabilityState = 'available' | 'underReplicated' | 'unavailable';

/** Availability of one token range (start, end], which may wrap. */
export interface RangeAvailability {
  readonly start: string;
  readonly end: string;
  /** `address:port`, in Cassandra's order. */
  readonly replicas: readonly string[];
  /** Those of them that every view takes for up. */
  readonly live: readonly string[];
  /** How many of the live ones count for the consistency level: those of the local datacenter for `LOCAL_*`. */
  readonly counted: number;
  /** How many the level needs: the range is unavailable exactly when `counted < needed`. */
  readonly needed: number;
  readonly state: AvailabilityState;
}

/** How many ranges are in which state. */
export interface AvailabilitySummary {
  readonly total: number;
  readonly available: number;
  readonly underReplicated: number;
  readonly unavailable: number;
}

/** Availability of a keyspace. */
export interface KeyspaceAvailability {
  readonly keyspace: string;
  /** As CQL shows it, `class` included. */
  readonly replication: Readonly<Record<string, string>>;
  readonly summary: AvailabilitySummary;
  readonly ranges: readonly RangeAvailability[];
}

/** Availability at one consistency level. */
export interface AvailabilityAnswer {
  readonly consistency: string;
  /** Datacenter that `LOCAL_*` levels are judged from. */
  readonly localDatacenter: string;
  readonly keyspaces: readonly KeyspaceAvailability[];
}

/** A column of a table, or a field of a user-defined type. */
export interface TypedName {
  /** Case kept, no quotes. */
  readonly name: string;
  /** Its CQL type as `system_schema` has it, such as `int` or `frozen<list<text>>`. */
  readonly type: string;
}

/** A user-defined type of a keyspace. */
export interface UserTypeEntry {
  /** Case kept, no quotes. */
  readonly name: string;
  /** In their order, which is that of their bytes. */
  readonly fields: readonly TypedName[];
}

/** What a row of a table is placed by. */
export interface PartitionKeyAnswer {
  readonly keyspace: string;
  readonly table: string;
  /** The columns of the partition key, in their order. */
  readonly columns: readonly TypedName[];
  /** The user-defined types of the keyspace, which a column's type may name. */
  readonly userTypes: readonly UserTypeEntry[];
}

/** Answer of the drain route. */
export interface DrainAnswer {
  readonly operationMode: 'DRAINED';
}

/** A snapshot of one table. */
export interface SnapshotEntry {
  readonly tag: string;
  readonly keyspace: string;
  readonly table: string;
  /** Bytes of its files, rounded to four digits. */
  readonly sizeBytes: number;
  /** Bytes that only it keeps, rounded likewise. */
  readonly trueSizeBytes: number;
  /** ISO 8601; null if not known. */
  readonly createdAt: string | null;
  /** ISO 8601; null for never. */
  readonly expiresAt: string | null;
}

/** Answer of the route that removes a snapshot. */
export interface ClearSnapshotAnswer {
  readonly result: 'Success';
  /** The tables that it was removed from, sorted; none if there was no snapshot of that tag. */
  readonly removed: readonly { readonly keyspace: string; readonly table: string }[];
}

/** Every snapshot of a node. */
export interface SnapshotsAnswer {
  readonly snapshots: readonly SnapshotEntry[];
}

/** A running compaction. */
export interface CompactionEntry {
  readonly id: string;
  readonly taskType: string;
  readonly keyspace: string | null;
  readonly table: string | null;
  /** In `unit`. */
  readonly completed: number;
  /** In `unit`. */
  readonly total: number;
  /** Mostly `bytes`. */
  readonly unit: string;
}

/** A node's compactions. */
export interface CompactionsAnswer {
  readonly pendingTasks: number;
  /** Keyspace → table → tasks. */
  readonly pendingByTable: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Since the node's start. */
  readonly completedTasks: number;
  /** Since the node's start. */
  readonly compactedBytes: number;
  readonly active: readonly CompactionEntry[];
}

/** How far one direction of a stream session is. */
export interface StreamProgressEntry {
  readonly completedFiles: number;
  readonly totalFiles: number;
  readonly completedBytes: number;
  readonly totalBytes: number;
}

/** A stream session with one peer. */
export interface StreamSessionEntry {
  /** `address:port`. */
  readonly peer: string;
  readonly state: string;
  readonly receiving: StreamProgressEntry;
  readonly sending: StreamProgressEntry;
}

/** A running stream plan. */
export interface StreamPlanEntry {
  readonly planId: string;
  /** What it is for, such as `Bootstrap`. */
  readonly description: string;
  readonly sessions: readonly StreamSessionEntry[];
}

/** Streams that run now. */
export interface StreamsAnswer {
  readonly streams: readonly StreamPlanEntry[];
}

/** Logger → level. */
export interface LoggingLevelsAnswer {
  readonly levels: Readonly<Record<string, string>>;
}

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}
