import { type Route, type RouteId, routes } from '@ringside/api';
import { REQUIRED_QUERY } from '@ringside/api/schemas';
import { nearest, OpsError } from '@ringside/core';
import type { ReadParams } from '../routes/context.ts';
import { readParameter } from './read-parameter.ts';

/** Path and query parameters of a request as they came; a query parameter that is given twice is a list. */
export interface RawParameters {
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * Reads a request's parameters, each once: from here on there are only values of the types of `@ringside/model`. A query parameter that the route does
 * not know is refused, lest a misspelt scope widens what is done; reads of Apache's leave it out, as its sidecar does.
 *
 * @throws OpsError `INVALID_ARGUMENT` naming the parameter, `INVALID_CONSISTENCY_LEVEL`
 */
export function readParameters<Id extends RouteId>(id: Id, raw: RawParameters): ReadParams<Id> {
  const route = routes[id];
  const inQuery = route.asksCassandra ? [...route.query, 'instanceId'] : route.query;
  refuseUnknown(route, raw, inQuery);
  const given = [
    ...Object.entries(raw.path),
    ...inQuery.map((name): [string, string | readonly string[] | undefined] => [name, raw.query[name]]),
  ].filter(([, value]) => value !== undefined);
  const read = given.map(([name, value]) => [name, readParameter(route, name, value)]);
  const missing = route.query.find((name) => REQUIRED_QUERY.has(name) && raw.query[name] === undefined);
  if (missing !== undefined) throw new OpsError('INVALID_ARGUMENT', { message: `${missing} is missing` });
  return Object.fromEntries(read) as ReadParams<Id>;
}

function refuseUnknown({ origin, method }: Route, { query }: RawParameters, known: readonly string[]): void {
  const unknown = Object.keys(query).find((name) => !known.includes(name));
  if (unknown === undefined || (origin === 'apache' && method === 'GET')) return;
  const near = nearest(unknown, known);
  throw new OpsError('INVALID_ARGUMENT', {
    message: `This route has no parameter ${JSON.stringify(unknown.slice(0, MOST_SHOWN))}`,
    remedy: near === undefined ? takes(known) : `Did you mean ${near}?`,
    details: { parameter: unknown.slice(0, MOST_SHOWN) },
  });
}

function takes(known: readonly string[]): string {
  return known.length === 0 ? 'It takes none.' : `It takes ${known.join(', ')}.`;
}

const MOST_SHOWN = 80;
