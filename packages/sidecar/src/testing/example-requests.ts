import { type RouteId, routes } from '@ringside/api';
import { describedRoutes } from '@ringside/api/described-routes';
import { type DescribedRoute, requestOf, type RouteRequest } from '@ringside/route-kit';

const hasEnd = (id: RouteId): boolean => routes[id].answer.kind !== 'events';

/** Every route whose answer comes to an end: events go on for as long as the client listens, and have tests of their own. */
export const ROUTE_IDS: readonly RouteId[] = (Object.keys(routes) as RouteId[]).filter(hasEnd);

/** A route as one of any; the table knows each by its own type. */
export function routeOf(id: RouteId): DescribedRoute {
  return describedRoutes[id];
}

/**
 * The request of a route's example, which it answers with 200 over a simulated node whose data directory has a snapshot `nightly` of `orders.events`.
 */
export function exampleRequest(id: RouteId): RouteRequest {
  const route = routeOf(id);
  return requestOf(route, route.example.params ?? {});
}

/** The target of {@link exampleRequest}. */
export function goodTarget(id: RouteId): string {
  return exampleRequest(id).target;
}

/** What {@link goodTarget} is asked with: the method, and the body of the example where there is one. */
export function goodRequest(id: RouteId): { readonly method: string; readonly headers: Record<string, string>; readonly body?: string } {
  const { method, body, example } = routeOf(id);
  if (body === undefined) return { method, headers: {} };
  return { method, headers: { 'content-type': body.mediaType }, body: JSON.stringify(example.body) };
}

/** The status of its answer: the operation of the examples has not ended. */
export function goodStatus(id: RouteId): 200 | 202 {
  return id === 'operationalJob' ? 202 : 200;
}
