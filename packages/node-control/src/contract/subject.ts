import type { KeyspaceName, SnapshotTag, TableName } from '@ringside/model';
import type { NodeControl } from '../node-control.ts';

/**
 * A running node, an adapter for it, and what an onlooker sees without that adapter: the contract believes no effect that only the adapter
 * itself tells of. The ring must be at rest, with every node up.
 */
export interface NodeControlSubject {
  /** The adapter under test. */
  readonly control: NodeControl;
  /** How many nodes the ring has. */
  readonly nodes: number;
  /** The node's address. */
  readonly address: string;
  /** Its storage port. */
  readonly storagePort: number;
  /** Its CQL port. */
  readonly nativePort: number;
  /** Its datacenter. */
  readonly datacenter: string;
  /** Its rack. */
  readonly rack: string;
  /** A keyspace of the user with NetworkTopologyStrategy and one table in it that holds rows. */
  readonly keyspace: KeyspaceName;
  /** That table. */
  readonly table: TableName;
  /** Its replication factor in `datacenter`, the only one. */
  readonly replicationFactor: number;
  /** Writes a row into the table. */
  readonly writeRow: () => Promise<void>;
  /** The partition key, an `int` as Cassandra serializes it, of a row that {@link writeRow} has written and this node holds. */
  readonly writtenKey: () => Promise<Uint8Array>;
  /** Whether a TCP connection to the CQL port is accepted. */
  readonly nativePortOpen: () => Promise<boolean>;
  /** How a peer sees the node. */
  readonly seenByPeer: () => Promise<'Up' | 'Down' | '?'>;
  /** Names of SSTable files of the table, in the data directory. */
  readonly tableFiles: () => Promise<readonly string[]>;
  /** Names of the files in the table's snapshot; empty if there is none. */
  readonly snapshotFiles: (tag: SnapshotTag) => Promise<readonly string[]>;
  /** Lets some seconds of the node's clock pass, where that stands still otherwise. Default: nothing, because time passes by itself. */
  readonly passTime?: () => Promise<void>;
}
