import { nodes } from '@ringside/api/single-routes';
import { type ClientOf, createClient, routeTable } from '@ringside/route-kit';

const asked = routeTable(nodes);

/** What a page needs that asks a sidecar for one thing: the least that a client costs. */
export const client: ClientOf<typeof asked> = createClient(asked, { baseUrl: 'http://127.0.0.1:9043' });
