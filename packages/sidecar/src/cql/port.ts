import type { PartitionKeyAnswer } from '@ringside/api';
import type { JudgedTables } from '@ringside/cluster-answers';
import type { KeyspaceName, TableName } from '@ringside/model';

/** A table's partition key, and the user-defined types that it may be made of. */
export type PartitionKey = Pick<PartitionKeyAnswer, 'columns' | 'userTypes'>;

/**
 * What the sidecar asks of a node over CQL. Every method rejects with an `OpsError`: `CASSANDRA_UNAVAILABLE` when the node does not
 * answer in time, `CASSANDRA_DENIED` when it does not let the configured role in, `CASSANDRA_FAILED` when it fails by itself,
 * `NODE_CONTROL_MALFORMED` when it does not understand what is asked, `NOT_FOUND` for a keyspace that is not there. Requests to a node
 * that comes back succeed again automatically.
 */
export interface CqlReader extends JudgedTables {
  /** Resolves when the node answers a query. */
  ping(): Promise<void>;
  /** CQL text of a keyspace (its name, case kept), or of all keyspaces of users. */
  describe(keyspace?: KeyspaceName): Promise<string>;
  /** What places the rows of a table or view (names with their case kept); `undefined` if there is none of that name. */
  partitionKey(keyspace: KeyspaceName, table: TableName): Promise<PartitionKey | undefined>;
  /** Closes every connection; nothing is answered after that. */
  close(): Promise<void>;
}
