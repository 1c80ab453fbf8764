import type { KeyspaceName, SnapshotTag, TableName } from '@ringside/model';
import type { CallOptions } from './call-options.ts';

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

/** What {@link NodeSnapshots.takeSnapshot} shall take. */
export interface TakeSnapshotRequest extends CallOptions {
  /** Name of the snapshot. */
  readonly tag: SnapshotTag;
  /** Keyspaces to include. Default: every keyspace. */
  readonly keyspaces?: readonly KeyspaceName[] | undefined;
  /** Only this table; `keyspaces` must then name exactly one keyspace. */
  readonly table?: TableName | undefined;
  /** Cassandra deletes the snapshot by itself after this time; whole seconds, at least 60,000. Default: never. */
  readonly ttlMs?: number | undefined;
  /** True leaves memtables unflushed: what they hold is not in the snapshot. Default false. */
  readonly skipFlush?: boolean | undefined;
}

/** What {@link NodeSnapshots.clearSnapshot} shall remove. */
export interface ClearSnapshotRequest extends CallOptions {
  /** Name of the snapshot. */
  readonly tag: SnapshotTag;
  /** Keyspaces to remove it from. Default: every keyspace. */
  readonly keyspaces?: readonly KeyspaceName[] | undefined;
}

/** Snapshots on a node’s disk. */
export interface NodeSnapshots {
  /**
   * Takes a snapshot; resolves when its hard links are on disk. Fails with `SNAPSHOT_EXISTS` if a table already has that tag, and with `DISK_FULL`. What was
   * done before a failure is left as it is. The signal gives up for as long as the node has not been asked; what it has been asked for is waited for.
   */
  takeSnapshot(request: TakeSnapshotRequest): Promise<void>;
  /** Every snapshot on the node, one entry a table, sorted by tag, keyspace and table; those of dropped tables are among them. */
  listSnapshots(options?: CallOptions): Promise<readonly Snapshot[]>;
  /** Removes a snapshot; nothing happens if there is none of that tag. For the signal see `takeSnapshot`. */
  clearSnapshot(request: ClearSnapshotRequest): Promise<void>;
}
