import type { ObservedNode } from '@ringside/cluster-watch';
import type { KeyspaceName, TableName } from '@ringside/model';
import type { NodeTables, SharedReads } from '@ringside/node-answers';
import type { NodeControl } from '@ringside/node-control';

/** What a table was made with. */
export interface TableOptions {
  /** Case kept. */
  readonly keyspace: string;
  /** Case kept. */
  readonly table: string;
  /** Class of its compaction strategy, without the package. */
  readonly strategy: string;
  /** `gc_grace_seconds`. */
  readonly gcGraceSeconds: number;
  /** `default_time_to_live`; 0 for none. */
  readonly defaultTtlSeconds: number;
  /** Bytes that are compressed together; null where nothing is. */
  readonly chunkLengthBytes: number | null;
  /** In milliseconds since 1970; null where its id does not tell. */
  readonly createdAtMs: number | null;
}

/** A repair of a range that succeeded. */
export interface RepairSession {
  /** Token, exclusive. */
  readonly start: bigint;
  /** Token, inclusive; not above `start` where the range wraps. */
  readonly end: bigint;
  /** In milliseconds since 1970. */
  readonly finishedAtMs: number;
}

/** What of a node is asked over CQL. */
export interface JudgedTables extends NodeTables {
  /** Every table of the node’s schema, views left out. */
  tableOptions(): Promise<readonly TableOptions[]>;
  /** Repairs of a table that succeeded, the newest first, as far as `system_distributed.repair_history` goes. */
  repairs(keyspace: KeyspaceName, table: TableName): Promise<readonly RepairSession[]>;
}

/** A node that can be judged, as a sidecar has it. */
export interface JudgedNode extends ObservedNode {
  /** Reads that several may ask for at once. */
  readonly reads: Pick<SharedReads, 'compactionStats' | 'compactionTotals' | 'keyspaces' | 'status'> &
    ObservedNode['reads'] &
    Readonly<{
      dataDirectories: () => ReturnType<NodeControl['dataDirectories']>;
      pendingRanges: (keyspace: KeyspaceName) => ReturnType<NodeControl['pendingRanges']>;
    }>;
  /** Its management interface, for everything else. */
  readonly control: Pick<NodeControl, 'findMetrics' | 'hotPartitions' | 'readMetrics'>;
  /** The node over CQL. */
  readonly cql: JudgedTables;
  /** Its data directories, where the configuration tells them. */
  readonly dataDirectories: readonly string[] | undefined;
}
