import { OpsError } from '@ringside/core';
import { cqlIdentifier } from '@ringside/model';
import type { Route } from '../routes.ts';

const NAMES = new Set(['keyspace', 'table']);
const LONE_SURROGATE = /\p{Surrogate}/u;

/** A call's parameters as they come: names and numbers, or left out. */
export type WireParams = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * The path and query of a request. Path parameters are taken out of `params`; what else the route knows becomes the query,
 * what is `undefined` is left out.
 *
 * @throws OpsError `INVALID_ARGUMENT` when a path parameter is missing, empty or no name
 */
export function requestTarget(route: Route, params: WireParams): string {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(pathValue(name, params[name])));
  const query = new URLSearchParams();
  for (const name of route.asksCassandra ? [...route.query, 'instanceId'] : route.query) {
    const value = params[name];
    if (value !== undefined) query.set(name, quoted(name, String(value)));
  }
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

function pathValue(name: string, value: WireParams[string]): string {
  if (typeof value !== 'string' || value === '') throw new OpsError('INVALID_ARGUMENT', { message: `${name} is missing or empty` });
  const climbs = value === '.' || value === '..'; // a URL parser would take them for steps in the tree
  if (climbs || LONE_SURROGATE.test(value))
    throw new OpsError('INVALID_ARGUMENT', { message: `${name} cannot be ${JSON.stringify(value)}` });
  return quoted(name, value);
}

/** Names go over the wire as in CQL: one that is not all lower case needs quotes to keep its case. */
function quoted(name: string, value: string): string {
  return NAMES.has(name) ? cqlIdentifier(value) : value;
}
