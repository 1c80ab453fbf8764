/**
 * Serves the routes of a table over HTTP: each request is checked, bounded in time and number, and answered with the errors of the contract. Knows what a
 * route is from `@ringside/route-kit`, and nothing of what its handlers do.
 *
 * @packageDocumentation
 */
export type { Audit } from './admission/audited.ts';
export { type Authenticate, bearerAuthentication, bearerToken, type Caller, tokenCheck, unauthorized } from './admission/authentication.ts';
export { type HostPolicy, hostName, misdirected } from './admission/browsers.ts';
export { serveStaticFiles } from './answers/static-files.ts';
export { type ConnectionBounds, type Connections, createConnections, MOST_UNANSWERED, type OpenRequest } from './bounds/connections.ts';
export { affordableConnections } from './bounds/descriptors.ts';
export { createNodeLimits, createRequestLimit, type NodeLimits, type RequestLimit } from './bounds/limits.ts';
export { routeServerErrors } from './errors.ts';
export type { HandlersOf, RequestContext, ServedInstance } from './handlers.ts';
export type { InstanceChoice, ServingParts } from './serve.ts';
export { createServer, type RequestMetrics, type RouteServer, type ServerParts } from './server.ts';
