import type { ObservedNode } from '@ringside/cluster-watch';
import type { KeyspaceName } from '@ringside/model';
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

/** Tokens after `start` up to and including `end`; wraps where `end` is not above `start`. */
export interface TokenSpan {
  /** Exclusive. */
  readonly start: bigint;
  /** Inclusive. */
  readonly end: bigint;
}

/** A repair that ended, and what it did. */
export interface Repair {
  /** Case kept. */
  readonly keyspace: string;
  /** Case kept. */
  readonly tables: readonly string[];
  /** The ranges in which it succeeded, on all replicas. */
  readonly ranges: readonly TokenSpan[];
  /** In milliseconds since 1970. */
  readonly finishedAtMs: number;
}

/** What of a node is asked over CQL. */
export interface JudgedTables extends NodeTables {
  /** Every table of the node’s schema, views left out. */
  tableOptions(): Promise<readonly TableOptions[]>;
  /** Repairs that succeeded, the newest first, as far as `system_distributed.parent_repair_history` goes. */
  repairs(): Promise<readonly Repair[]>;
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
