import type { Routes } from '@ringside/api';
import { availability, nodes, ring } from '@ringside/api/single-routes';
import { type ClientOf, createClient, routeTable } from '@ringside/route-kit';
import type { Access } from '../access/access.ts';

type Asked = Pick<Routes, 'nodes' | 'ring' | 'availability'>;

/** The routes that the page asks: a browser loads no other. */
const asked: Asked = routeTable(nodes, ring, availability);

/** A client of the sidecar, as far as the page asks it. */
export type DashboardClient = ClientOf<Asked>;

/** What the page must be allowed to do, by the names of the HTTP reference. */
export const NEEDED_PERMISSIONS: readonly string[] = [...new Set(Object.values(asked).map(({ permission }) => permission))].toSorted();

/** The client of the sidecar that served the page. A token goes to no other. */
export function dashboardClient({ token }: Access): DashboardClient {
  return createClient(asked, {
    baseUrl: location.origin,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
  });
}
