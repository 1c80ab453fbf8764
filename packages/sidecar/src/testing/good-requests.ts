import { type RouteId, routes } from '@ringside/api';

const API = '/api/v1';

/** A request that every route answers with 200, without the prefix that all but one have. */
const GOOD: Record<RouteId, string> = {
  availability: '/cassandra/availability?keyspace=orders&consistency=QUORUM',
  clearSnapshot: '/cassandra/snapshots/nightly?keyspace=orders',
  clearTableSnapshot: '/keyspaces/orders/tables/events/snapshots/nightly',
  compactions: '/cassandra/compactions',
  createSnapshot: '/cassandra/snapshots/before?keyspace=orders&table=events&ttl=2d',
  createTableSnapshot: '/keyspaces/orders/tables/events/snapshots/weekly?ttl=2d',
  drain: '/cassandra/operations/drain',
  gossip: '/cassandra/gossip',
  health: '/__health',
  jmxHealth: '/cassandra/jmx/__health',
  keyspaceRing: '/cassandra/ring/keyspaces/orders',
  keyspaceSchema: '/keyspaces/orders/schema',
  listSnapshotFiles: '/keyspaces/orders/tables/events/snapshots/nightly',
  loggingLevels: '/cassandra/logging/levels',
  metrics: '/metrics',
  nativeHealth: '/cassandra/native/__health',
  nodes: '/cassandra/nodes',
  openApi: '/openapi.json',
  partitionKey: '/cassandra/keyspaces/orders/tables/events/partition-key',
  ring: '/cassandra/ring',
  schema: '/cassandra/schema',
  setLoggingLevel: '/cassandra/logging/levels?logger=org.apache.cassandra.gms&level=DEBUG',
  settings: '/cassandra/settings',
  snapshots: '/cassandra/snapshots',
  streams: '/cassandra/streams',
  timeSkew: '/time-skew',
  tokenRangeReplicas: '/keyspaces/orders/token-range-replicas',
};

/** Every route. */
export const ROUTE_IDS: readonly RouteId[] = Object.keys(GOOD) as RouteId[];

/** The target of a request that a route answers with 200, over a simulated node whose data directory has a snapshot `nightly` of `orders.events`. */
export function goodTarget(id: RouteId): string {
  return (routes[id].path.startsWith(API) ? API : '') + GOOD[id];
}
