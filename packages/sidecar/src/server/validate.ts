import { type Route, routes } from '@ringside/api';
import { OpsError } from '@ringside/core';
import type { TSchema } from 'typebox';

/** Path and query parameters of a request as they came; a query parameter that is given twice is a list. */
export interface RawParameters {
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** The schemas of the contract, and what checks a value against one. */
interface LoadedSchemas {
  readonly schemas: { readonly parameterSchemas: Readonly<Record<string, TSchema>>; readonly REQUIRED_QUERY: ReadonlySet<string> };
  readonly check: (schema: TSchema, value: unknown) => boolean;
}

let loading: Promise<LoadedSchemas> | undefined;

/**
 * Loads the schemas. They take longer to load than all else the sidecar needs for its first answer, so they are loaded by the first
 * request that has a parameter, or when the sidecar has nothing better to do.
 */
export async function loadSchemas(): Promise<LoadedSchemas> {
  loading ??= Promise.all([import('@ringside/api/schemas'), import('typebox/value')]).then(([schemas, { Value }]) => ({
    schemas,
    check: Value.Check,
  }));
  return loading;
}

/**
 * Checks a request's parameters against the schemas of the contract. Query parameters that the route does not know are left out,
 * as Apache's sidecar does.
 *
 * @throws OpsError `INVALID_ARGUMENT` naming the parameter
 */
export async function validateParameters(route: Route, raw: RawParameters): Promise<Readonly<Record<string, string | undefined>>> {
  const inQuery = route.asksCassandra ? [...route.query, 'instanceId'] : route.query;
  const given = [
    ...Object.entries(raw.path),
    ...inQuery.map((name): [string, string | readonly string[] | undefined] => [name, raw.query[name]]),
  ].filter(([, value]) => value !== undefined);
  if (given.length === 0 && route !== routes.setLoggingLevel) return {};
  const { schemas, check } = await loadSchemas();
  for (const [name, value] of given) {
    const schema = schemas.parameterSchemas[name];
    if (schema === undefined || !check(schema, value)) throw refused(name, value);
  }
  const missing = inQuery.find((name) => schemas.REQUIRED_QUERY.has(name) && !given.some(([present]) => present === name));
  if (missing !== undefined) throw new OpsError('INVALID_ARGUMENT', { message: `${missing} is missing` });
  return Object.fromEntries(given) as Record<string, string>;
}

const MOST_SHOWN = 80;

function refused(name: string, value: unknown): OpsError {
  const shown = JSON.stringify(value).slice(0, MOST_SHOWN);
  return new OpsError('INVALID_ARGUMENT', { message: `${shown} is not a valid ${name}`, details: { parameter: name } });
}
