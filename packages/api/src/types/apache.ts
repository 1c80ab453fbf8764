/** Answer of the health routes; `NOT_OK` comes with status 503. */
export interface HealthAnswer {
  /** `OK` when what was asked about answers. */
  readonly status: 'OK' | 'NOT_OK';
}

/** Answer of the schema routes. */
export interface SchemaAnswer {
  /** The keyspace without quotes; absent when the whole schema was asked for. */
  readonly keyspace?: string;
  /** CQL text, as `DESCRIBE` prints it. */
  readonly schema: string;
}

/** One token of the ring: a node with several tokens has several entries. */
export interface RingEntry {
  readonly datacenter: string;
  /** IP address. */
  readonly address: string;
  /** Storage port; -1 if unknown. */
  readonly port: number;
  readonly rack: string;
  /** `?` when the asked node does not know. */
  readonly status: 'Up' | 'Down' | '?';
  readonly state: 'Normal' | 'Joining' | 'Leaving' | 'Moving';
  /** Such as `88.49 KiB`, or `?`. */
  readonly load: string;
  /** Such as `33.33%`, or `?`. */
  readonly owns: string;
  /** Decimal text: a token does not fit a number. */
  readonly token: string;
  readonly fqdn: string;
  /** A UUID, or `Unknown`. */
  readonly hostId: string;
}

/** A replica that a token range names. */
export interface ReplicaMetadata {
  readonly state: 'Normal' | 'Joining' | 'Leaving' | 'Moving' | 'Replacing';
  readonly status: 'Up' | 'Down' | '?';
  readonly fqdn: string;
  readonly address: string;
  /** Storage port. */
  readonly port: number;
  readonly datacenter: string;
}

/** A token range (start, end] that does not wrap, and its replicas. */
export interface ReplicaRange {
  readonly start: string;
  readonly end: string;
  /** Datacenter → `address:port`. */
  readonly replicasByDatacenter: Readonly<Record<string, readonly string[]>>;
}

/** Who holds which range of a keyspace. */
export interface TokenRangeReplicasAnswer {
  /** `address:port` → what is known of it. */
  readonly replicaMetadata: Readonly<Record<string, ReplicaMetadata>>;
  /** Natural and pending replicas; no two ranges overlap. */
  readonly writeReplicas: readonly ReplicaRange[];
  /** Natural replicas. */
  readonly readReplicas: readonly ReplicaRange[];
}

/** Endpoint header (`/127.0.0.1:7000`) → field → value; every value is a text. */
export type GossipAnswer = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Settings of a node that clients need. */
export interface SettingsAnswer {
  readonly releaseVersion: string;
  /** Full class name. */
  readonly partitioner: string;
  readonly datacenter: string;
  /** Where the node listens to CQL clients. */
  readonly rpcAddress: string;
  readonly rpcPort: number;
  /** Empty while the node joins. */
  readonly tokens: readonly string[];
  readonly sidecar: { readonly version: string };
}

/** The sidecar's clock. */
export interface TimeSkewAnswer {
  /** Milliseconds since 1970. */
  readonly currentTime: number;
  readonly allowableSkewInMinutes: number;
}

/** One file of a table's snapshot. */
export interface SnapshotFile {
  /** Bytes. */
  readonly size: number;
  readonly host: string;
  /** Port of the sidecar that serves it. */
  readonly port: number;
  /** Place of its data directory among the table's. */
  readonly dataDirIndex: number;
  readonly snapshotName: string;
  readonly keySpaceName: string;
  /** `table-<32 hex digits>`. */
  readonly tableName: string;
  /** A file of a secondary index is `.index/file`. */
  readonly fileName: string;
}

/** Files of a table's snapshot. */
export interface SnapshotFilesAnswer {
  readonly snapshotFilesInfo: readonly SnapshotFile[];
}

/** Answer to a command that has nothing else to say. */
export interface ResultAnswer {
  readonly result: 'Success';
}

/** What an error looks like on the wire; Apache's fields first, then Ringside's, which its clients ignore. */
export interface ErrorAnswer {
  /** Reason phrase, such as `Not Found`. */
  readonly status: string;
  /** HTTP status. */
  readonly code?: number;
  readonly message?: string | null;
  /** Code of Ringside's error table, such as `NOT_FOUND`. */
  readonly error?: string;
  readonly remedy?: string;
  /** True when the same request may succeed later. */
  readonly retryable?: boolean;
  readonly details?: Readonly<Record<string, unknown>>;
}
