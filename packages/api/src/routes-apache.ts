import type { Route, RouteId } from './routes.ts';

/** Ids of the routes that Apache Cassandra Sidecar v1 has too. */
export type ApacheRouteId = Extract<
  RouteId,
  | 'clearTableSnapshot'
  | 'createTableSnapshot'
  | 'gossip'
  | 'health'
  | 'jmxHealth'
  | 'keyspaceRing'
  | 'keyspaceSchema'
  | 'listSnapshotFiles'
  | 'nativeHealth'
  | 'ring'
  | 'schema'
  | 'settings'
  | 'timeSkew'
  | 'tokenRangeReplicas'
>;

const API = '/api/v1';
const KEYSPACE = `${API}/keyspaces/:keyspace`;
const SNAPSHOT = `${KEYSPACE}/tables/:table/snapshots/:snapshot`;

const NO_CASSANDRA = { 503: 'Cassandra does not answer' };
const NO_GOSSIP = { 503: 'Cassandra does not answer, or takes no part in gossip' };
const NO_KEYSPACE = { 404: 'No such keyspace' };
const NO_TABLE = { 404: 'No such keyspace or table' };

function apache(method: Route['method'], path: string, rest: Pick<Route, 'summary' | 'doc'> & Partial<Route>): Route {
  return { method, path, query: [], origin: 'apache', asksCassandra: true, errors: {}, ...rest };
}

/** Routes of Apache Cassandra Sidecar v1 (apache/cassandra-sidecar, commit 213274b8): same paths, same JSON. */
export const apacheRoutes: Readonly<Record<ApacheRouteId, Route>> = {
  health: apache('GET', `${API}/__health`, {
    asksCassandra: false,
    summary: 'Health of the sidecar',
    doc: 'Says that the sidecar itself answers; Cassandra is not asked.',
  }),
  nativeHealth: apache('GET', `${API}/cassandra/native/__health`, {
    aliases: [`${API}/cassandra/__health`],
    errors: { 503: 'Cassandra does not answer CQL' },
    summary: 'Health of CQL',
    doc: 'Says whether Cassandra answers a CQL query.',
  }),
  jmxHealth: apache('GET', `${API}/cassandra/jmx/__health`, {
    errors: { 503: 'The management interface does not answer' },
    summary: 'Health of the management interface',
    doc: 'Says whether Cassandra answers over its management interface.',
  }),
  schema: apache('GET', `${API}/cassandra/schema`, {
    aliases: [`${API}/schema/keyspaces`],
    errors: NO_CASSANDRA,
    summary: 'Schema of all keyspaces',
    doc: 'CQL that makes every keyspace of the users, as DESCRIBE SCHEMA prints it.',
  }),
  keyspaceSchema: apache('GET', `${KEYSPACE}/schema`, {
    aliases: [`${API}/schema/keyspaces/:keyspace`],
    errors: { ...NO_KEYSPACE, ...NO_CASSANDRA },
    summary: 'Schema of a keyspace',
    doc: 'CQL that makes the keyspace and all that is in it, as DESCRIBE KEYSPACE prints it.',
  }),
  ring: apache('GET', `${API}/cassandra/ring`, {
    errors: NO_GOSSIP,
    summary: 'Ring',
    doc: 'Every token with its node; `owns` does not count replication.',
  }),
  keyspaceRing: apache('GET', `${API}/cassandra/ring/keyspaces/:keyspace`, {
    errors: { ...NO_KEYSPACE, ...NO_GOSSIP },
    summary: 'Ring of a keyspace',
    doc: 'Every token with its node; `owns` counts the replication of the keyspace.',
  }),
  tokenRangeReplicas: apache('GET', `${KEYSPACE}/token-range-replicas`, {
    errors: { ...NO_KEYSPACE, ...NO_GOSSIP },
    summary: 'Replicas of token ranges',
    doc: 'Who is written and who is read in each range of a keyspace. A range that wraps is split at the ends of the token space.',
  }),
  gossip: apache('GET', `${API}/cassandra/gossip`, {
    errors: { 500: 'Cassandra does not answer' },
    summary: 'Gossip view',
    doc: 'Every gossip state that the node holds, its own included.',
  }),
  settings: apache('GET', `${API}/cassandra/settings`, {
    errors: NO_CASSANDRA,
    summary: 'Settings',
    doc: 'What a client needs to know of the node.',
  }),
  timeSkew: apache('GET', `${API}/time-skew`, {
    asksCassandra: false,
    summary: 'Clock of the sidecar',
    doc: 'The wall clock of the machine, to compare with one’s own.',
  }),
  listSnapshotFiles: apache('GET', SNAPSHOT, {
    query: ['includeSecondaryIndexFiles'],
    errors: { 404: 'No file of that snapshot', ...NO_CASSANDRA },
    summary: 'Files of a table’s snapshot',
    doc: 'Read from disk at every request. Files of secondary indexes only when asked for.',
  }),
  createTableSnapshot: apache('PUT', SNAPSHOT, {
    query: ['ttl'],
    errors: { ...NO_TABLE, 409: 'The snapshot exists', 503: 'The node is joining', 507: 'The node’s disk is full' },
    summary: 'Take a snapshot of a table',
    doc: 'Every other failure is 400, a Cassandra that does not answer included, as in Apache’s sidecar; `error` tells which.',
  }),
  clearTableSnapshot: apache('DELETE', SNAPSHOT, {
    errors: { ...NO_TABLE, ...NO_CASSANDRA },
    summary: 'Remove a snapshot',
    doc: 'Removes the tag from the whole keyspace: Cassandra knows no smaller step. An unknown tag is a success.',
  }),
};
