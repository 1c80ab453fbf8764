import { NEW_TAG_RULE, type Route, routes } from '@ringside/api';
import { parameterSchema, REQUIRED_QUERY } from '@ringside/api/schemas';
import { nearest, OpsError } from '@ringside/core';
import { Check } from 'typebox/schema';

/** Path and query parameters of a request as they came; a query parameter that is given twice is a list. */
export interface RawParameters {
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * Checks a request's parameters against the schemas of the contract. A query parameter that the route does not know is refused, lest
 * a misspelt scope widens what is done; reads of Apache's leave it out, as its sidecar does.
 *
 * @throws OpsError `INVALID_ARGUMENT` naming the parameter
 */
export function validateParameters(route: Route, raw: RawParameters): Readonly<Record<string, string | undefined>> {
  const inQuery = route.asksCassandra ? [...route.query, 'instanceId'] : route.query;
  refuseUnknown(route, raw, inQuery);
  const given = [
    ...Object.entries(raw.path),
    ...inQuery.map((name): [string, string | readonly string[] | undefined] => [name, raw.query[name]]),
  ].filter(([, value]) => value !== undefined);
  if (given.length === 0 && route !== routes.setLoggingLevel) return {};
  for (const [name, value] of given) {
    const schema = parameterSchema(route, name);
    if (schema === undefined || !Check(schema, value)) throw refused(route, name, value);
  }
  const missing = inQuery.find((name) => REQUIRED_QUERY.has(name) && !given.some(([present]) => present === name));
  if (missing !== undefined) throw new OpsError('INVALID_ARGUMENT', { message: `${missing} is missing` });
  return Object.fromEntries(given) as Record<string, string>;
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

function refused(route: Route, name: string, value: unknown): OpsError {
  const shown = JSON.stringify(value).slice(0, MOST_SHOWN);
  const isNewTag = route.method === 'PUT' && (name === 'tag' || name === 'snapshot');
  return new OpsError('INVALID_ARGUMENT', {
    message: `${shown} is not a valid ${name}`,
    ...(isNewTag && { remedy: NEW_TAG_RULE }),
    details: { parameter: name },
  });
}
