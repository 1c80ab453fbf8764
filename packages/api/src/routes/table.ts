import { routeTable, type TypeOf } from '../route/route.ts';
import { compactions, streams } from './activity.ts';
import { availability } from './availability.ts';
import { drain } from './drain.ts';
import { gossip } from './gossip.ts';
import { health, jmxHealth, nativeHealth, timeSkew } from './health.ts';
import { loggingLevels, setLoggingLevel } from './logging.ts';
import { metrics } from './metrics.ts';
import { nodes } from './nodes.ts';
import { openApi } from './open-api.ts';
import { keyspaceRing, ring, tokenRangeReplicas } from './ring.ts';
import { keyspaceSchema, partitionKey, schema, settings } from './schema.ts';
import { clearSnapshot, createSnapshot, snapshots } from './snapshots.ts';
import { clearTableSnapshot, createTableSnapshot, listSnapshotFiles } from './table-snapshots.ts';

/** Every route of a sidecar by its id, in the order of the reference. */
export const routes = routeTable(
  health,
  nativeHealth,
  jmxHealth,
  schema,
  keyspaceSchema,
  ring,
  keyspaceRing,
  tokenRangeReplicas,
  gossip,
  settings,
  timeSkew,
  listSnapshotFiles,
  createTableSnapshot,
  clearTableSnapshot,
  openApi,
  metrics,
  nodes,
  availability,
  partitionKey,
  drain,
  snapshots,
  createSnapshot,
  clearSnapshot,
  compactions,
  streams,
  loggingLevels,
  setLoggingLevel,
);

/** The routes, as the compiler knows them. */
export type Routes = typeof routes;

/** Names of the routes, which are also the typed client's methods. */
export type RouteId = keyof Routes;

/** Parameters of a route as a client gives them, and its `body` where it has one. */
export type RouteParams<Id extends RouteId> = TypeOf<Routes[Id], 'sent'>;

/** What a client's method resolves to. */
export type RouteBody<Id extends RouteId> = TypeOf<Routes[Id], 'answered'>;
