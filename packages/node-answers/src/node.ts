import type { KeyspaceName } from '@ringside/model';
import type { NodeControl } from '@ringside/node-control';

/** Reads of a node that these routes share with others: whoever asks while one runs gets its answer. */
export type SharedReads = Readonly<{
  [Read in 'compactionStats' | 'compactionTotals' | 'connectedClients' | 'keyspaces' | 'status']: () => ReturnType<NodeControl[Read]>;
}>;

/** What of a node's schema and settings is asked over CQL. */
export interface NodeTables {
  /** The names (case kept) of a keyspace's tables and materialized views, none if it does not exist. */
  tableNames(keyspace: KeyspaceName): Promise<readonly string[]>;
  /** Every setting of `system_views.settings` that has a value. */
  settings(): Promise<Readonly<Record<string, string>>>;
}

/** A node that can be looked at, as a sidecar has it. */
export interface ObservedNode {
  /** Its management interface, for reads that several may ask for at once. */
  readonly reads: SharedReads;
  /** Its management interface, for everything else. */
  readonly control: Pick<
    NodeControl,
    'sstablesOf' | 'startGossip' | 'startNativeTransport' | 'stopGossip' | 'stopNativeTransport' | 'tableStats'
  >;
  /** The node over CQL. */
  readonly cql: NodeTables;
}
