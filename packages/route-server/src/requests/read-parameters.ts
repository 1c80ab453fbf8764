import { errors } from '@ringside/core';
import type { Parameter, Route } from '@ringside/route-kit';
import { refuseUnknown } from './refuse-unknown.ts';

/** Path, query and headers of a request as they came; a query parameter that is given twice is a list. */
export interface RawParameters {
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * Reads a request's parameters, each once: from here on there are only values of the types of `@ringside/model`. A query parameter that the route does
 * not know is refused, lest a misspelt scope widens what is done; reads of Apache's leave it out, as its sidecar does.
 *
 * @throws OpsError `INVALID_ARGUMENT` naming the parameter, or the error that a parameter has of its own
 */
export function readParameters(route: Route, raw: RawParameters): Readonly<Record<string, unknown>> {
  const { params, query, headers, origin, method } = route;
  if (origin !== 'apache' || method !== 'GET') refuseUnknown('parameter', Object.keys(raw.query), Object.keys(query));
  const read = { ...readEach(params, raw.path), ...readEach(query, raw.query), ...readEach(headers, raw.headers) };
  for (const [name, { needs }] of Object.entries(query))
    if (needs !== undefined && Object.hasOwn(read, name) && !Object.hasOwn(read, needs))
      throw errors.INVALID_ARGUMENT({ message: `${name} needs its ${needs}`, details: { parameter: name } });
  return read;
}

function readEach(of: Route['query'], raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const given = Object.entries(of).filter(([name]) => Object.hasOwn(raw, name) && raw[name] !== undefined);
  const read = given.map(([name, parameter]) => [name, readParameter(name, parameter, raw[name])]);
  const missing = Object.keys(of).find((name) => of[name]?.required === true && (!Object.hasOwn(raw, name) || raw[name] === undefined));
  if (missing !== undefined) throw errors.INVALID_ARGUMENT({ message: `${missing} is missing`, details: { parameter: missing } });
  return Object.fromEntries(read) as Readonly<Record<string, unknown>>;
}

/**
 * The value of a parameter.
 *
 * @throws OpsError `INVALID_ARGUMENT`, or the error that the parameter has of its own
 */
export function readParameter(name: string, { read, rule }: Parameter, given: unknown): unknown {
  const value = typeof given === 'string' ? read(given) : undefined;
  if (value !== undefined) return value;
  throw errors.INVALID_ARGUMENT({
    message: `${JSON.stringify(given).slice(0, MOST_SHOWN)} is not a valid ${name}`,
    ...(rule !== undefined && { remedy: rule }),
    details: { parameter: name },
  });
}

const MOST_SHOWN = 80;
