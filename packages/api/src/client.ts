import { type ClientOf, type ClientOptions, createClient } from '@ringside/route-kit';
import { type Routes, routes } from './routes/table.ts';

/** The client of a sidecar. */
export type SidecarClient = ClientOf<Routes>;

/**
 * A typed client of one sidecar. It holds no connection of its own and needs no closing. Health methods resolve to `NOT_OK` where
 * the sidecar says so, and reject only when the sidecar itself does not answer.
 *
 * @throws OpsError `INVALID_ARGUMENT` when `baseUrl` is not an http(s) address, or has credentials in it
 *
 * @example
 * ```ts
 * const sidecar = createSidecarClient({ baseUrl: 'http://127.0.0.1:9043' });
 * const { nodes } = await sidecar.nodes();
 * const { keyspaces } = await sidecar.availability({ keyspace: keyspaceName('orders'), consistency: 'LOCAL_QUORUM' });
 * ```
 */
export function createSidecarClient(options: ClientOptions): SidecarClient {
  return createClient(routes, options);
}
