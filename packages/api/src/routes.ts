import { apacheRoutes } from './routes-apache.ts';
import { ringsideRoutes } from './routes-ringside.ts';

/** Names of the routes, which are also the typed client's methods. */
export type RouteId =
  | 'availability'
  | 'clearSnapshot'
  | 'clearTableSnapshot'
  | 'compactions'
  | 'createSnapshot'
  | 'createTableSnapshot'
  | 'drain'
  | 'gossip'
  | 'health'
  | 'jmxHealth'
  | 'keyspaceRing'
  | 'keyspaceSchema'
  | 'listSnapshotFiles'
  | 'loggingLevels'
  | 'metrics'
  | 'nativeHealth'
  | 'nodes'
  | 'openApi'
  | 'partitionKey'
  | 'ring'
  | 'schema'
  | 'setLoggingLevel'
  | 'settings'
  | 'snapshots'
  | 'streams'
  | 'timeSkew'
  | 'tokenRangeReplicas';

/** What can be said of a route without its schemas. */
export interface Route {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** Template; `:name` stands for a path parameter. */
  readonly path: string;
  /** Other paths with the same answer, kept for old clients. */
  readonly aliases?: readonly string[];
  /** Names of the query parameters. */
  readonly query: readonly string[];
  /** `apache` = a route of Apache Cassandra Sidecar v1, same path and JSON; `ringside` = ours beside them. */
  readonly origin: 'apache' | 'ringside';
  /** False when the sidecar answers by itself: then neither `instanceId` nor the `Host` header picks a Cassandra. */
  readonly asksCassandra: boolean;
  /** Media type of the answer, where it is not JSON. */
  readonly contentType?: string;
  /** Statuses besides 200, and what each means here. */
  readonly errors: Readonly<Record<number, string>>;
  /** What it does, in a few words. */
  readonly summary: string;
  /** What else there is to know. */
  readonly doc: string;
}

/**
 * The one table of every route: server, client, OpenAPI document and reference page are made from it. Schemas stand beside it
 * in `@ringside/api/schemas`, so that a client needs no schema library at run time.
 */
export const routes: Readonly<Record<RouteId, Route>> = { ...apacheRoutes, ...ringsideRoutes };
