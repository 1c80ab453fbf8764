/**
 * What the sidecar asks of a node over CQL. Every method rejects with an `OpsError`: `CASSANDRA_UNAVAILABLE` when the node does not
 * answer in time, `CASSANDRA_DENIED` when it does not let the configured role in, `NOT_FOUND` for a keyspace that is not there. A node that comes back is answered for again without more ado.
 */
export interface CqlReader {
  /** Resolves when the node answers a query. */
  ping(): Promise<void>;
  /** CQL text of a keyspace (its name, case kept), or of all keyspaces of users. */
  describe(keyspace?: string): Promise<string>;
  /** Whether there is a table of that name (case kept); virtual tables do not count. */
  hasTable(keyspace: string, table: string): Promise<boolean>;
  /** Closes every connection; nothing is answered after that. */
  close(): Promise<void>;
}
