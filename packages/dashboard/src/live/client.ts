import type { Routes } from '@ringside/api';
import {
  advice,
  availability,
  capacity,
  compactionStats,
  connectedClients,
  diskInfo,
  history,
  nodes,
  nodeSettings,
  observationEvents,
  partitionKey,
  partitionSstables,
  ring,
  snapshots,
  streams,
  tables,
  tableStats,
} from '@ringside/api/single-routes';
import { type ClientOf, createClient, routeTable } from '@ringside/route-kit';
import type { Access } from '../access/access.ts';

/** The routes that the page asks: a browser loads no other. */
const asked: Pick<Routes, Asked> = routeTable(
  advice,
  availability,
  capacity,
  compactionStats,
  connectedClients,
  diskInfo,
  history,
  nodes,
  nodeSettings,
  observationEvents,
  partitionKey,
  partitionSstables,
  ring,
  snapshots,
  streams,
  tables,
  tableStats,
);

/** A route that the page asks about the cluster, or about the node beside the sidecar. */
export type Asked = OfCluster | OfNode;
type OfCluster = 'advice' | 'availability' | 'capacity' | 'nodes' | 'observationEvents' | 'partitionKey' | 'ring';
type OfNode = OfDisk | 'compactionStats' | 'connectedClients' | 'history' | 'nodeSettings' | 'streams';
type OfDisk = 'diskInfo' | 'partitionSstables' | 'snapshots' | 'tables' | 'tableStats';

/** A client of the sidecar, as far as the page asks it. */
export type DashboardClient = ClientOf<Pick<Routes, Asked>>;

/** What somebody who asks these routes must be allowed to do, by the names of the HTTP reference. */
export function permissionsFor(routes: readonly Asked[]): readonly string[] {
  return [...new Set(routes.map((id) => asked[id].permission))].filter((permission) => permission !== 'none').toSorted();
}

/** The client of the sidecar that served the page. A token goes to no other. */
export function dashboardClient({ token }: Access): DashboardClient {
  return createClient(asked, {
    baseUrl: location.origin,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
  });
}
