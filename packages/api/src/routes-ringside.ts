import type { ApacheRouteId } from './routes-apache.ts';
import type { Route, RouteId } from './routes.ts';

const API = '/api/v1';
const NO_CASSANDRA = { 503: 'Cassandra does not answer' };

function ringside(method: Route['method'], path: string, rest: Pick<Route, 'summary' | 'doc'> & Partial<Route>): Route {
  return { method, path, query: [], origin: 'ringside', asksCassandra: true, errors: NO_CASSANDRA, ...rest };
}

/** Routes of our own, for what Apache's sidecar lacks. */
export const ringsideRoutes: Readonly<Record<Exclude<RouteId, ApacheRouteId>, Route>> = {
  openApi: ringside('GET', `${API}/openapi.json`, {
    asksCassandra: false,
    errors: {},
    summary: 'This contract',
    doc: 'The OpenAPI 3.1 document of every route.',
  }),
  metrics: ringside('GET', '/metrics', {
    asksCassandra: false,
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    errors: {},
    summary: 'Metrics of the sidecar',
    doc: 'In the text format of Prometheus, which most monitoring reads. A Cassandra that does not answer is a value, not an error.',
  }),
  nodes: ringside('GET', `${API}/cassandra/nodes`, {
    summary: 'Nodes',
    doc: 'Every node once. A node is Up only if every view that this sidecar has takes it for up.',
  }),
  availability: ringside('GET', `${API}/cassandra/availability`, {
    query: ['keyspace', 'consistency'],
    errors: { 404: 'No such keyspace', ...NO_CASSANDRA },
    summary: 'Availability of token ranges',
    doc: 'Per range: live replicas, how many the level needs, and whether requests succeed. All replicated keyspaces unless one is named; level LOCAL_QUORUM by default.',
  }),
  partitionKey: ringside('GET', `${API}/cassandra/keyspaces/:keyspace/tables/:table/partition-key`, {
    errors: { 404: 'No such keyspace or table', ...NO_CASSANDRA },
    summary: 'Partition key of a table',
    doc: 'The columns that place a row, in their order, with their types as `system_schema` has them. A materialized view is a table here.',
  }),
  drain: ringside('PUT', `${API}/cassandra/operations/drain`, {
    summary: 'Drain the node',
    doc: 'Stops clients and peers, flushes everything, and answers when that is done. The node takes no writes until it is restarted.',
  }),
  snapshots: ringside('GET', `${API}/cassandra/snapshots`, {
    summary: 'Snapshots of the node',
    doc: 'One entry a table, sorted by tag, keyspace and table. Snapshots of dropped tables are among them.',
  }),
  createSnapshot: ringside('PUT', `${API}/cassandra/snapshots/:tag`, {
    query: ['keyspace', 'table', 'ttl'],
    errors: { 404: 'No such keyspace or table', 409: 'The snapshot exists', ...NO_CASSANDRA, 507: 'The node’s disk is full' },
    summary: 'Take a snapshot',
    doc: 'Of the whole node, of a keyspace, or of a table (which needs its keyspace). One that fails half-way is removed again; `details.leftover` names tables where that was not possible.',
  }),
  clearSnapshot: ringside('DELETE', `${API}/cassandra/snapshots/:tag`, {
    query: ['keyspace'],
    errors: { 404: 'No such keyspace', ...NO_CASSANDRA },
    summary: 'Remove a snapshot',
    doc: 'From the whole node or from one keyspace. Answers with the tables that had it: none for an unknown tag, which is a success.',
  }),
  compactions: ringside('GET', `${API}/cassandra/compactions`, {
    summary: 'Compactions',
    doc: 'What is compacted now, what waits, and what was done since the node started.',
  }),
  streams: ringside('GET', `${API}/cassandra/streams`, {
    summary: 'Streams',
    doc: 'Streams (bootstrap, repair, rebuild, …) that run now.',
  }),
  loggingLevels: ringside('GET', `${API}/cassandra/logging/levels`, {
    summary: 'Logging levels',
    doc: 'Loggers that have a level of their own.',
  }),
  setLoggingLevel: ringside('PUT', `${API}/cassandra/logging/levels`, {
    query: ['logger', 'level'],
    summary: 'Set a logging level',
    doc: 'Until the node restarts. `ROOT` is the root logger. Answers with all levels as they then are.',
  }),
};
