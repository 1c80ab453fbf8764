import { errors } from '@ringside/core';
import type { Parameter } from './parameter.ts';
import type { Route } from './route.ts';
import { fill } from './template.ts';

/** A request of a route, but for the address of the sidecar and the body. */
export interface RouteRequest {
  /** A method of HTTP in capitals, such as `GET`. */
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** The parameters that go in headers, by the header’s name in lower case; nothing for authentication or the body. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A call's parameters as they come. */
export type GivenParameters = Readonly<Record<string, unknown>>;

/**
 * What goes over the wire for a call of a route: each parameter in its place, what is `undefined` left out.
 *
 * @throws OpsError `INVALID_ARGUMENT` when a path parameter is missing, empty, or would leave its place
 */
export function requestOf(route: Route, given: GivenParameters): RouteRequest {
  const path = fill(route.path, (name, rest) => {
    const value = textOf(name, route.params[name], given[name]) ?? '';
    return (rest ? value.split('/') : [value]).map((part) => encodeURIComponent(segment(name, part))).join('/');
  });
  const query = new URLSearchParams(texts(route.query, given)).toString();
  return {
    method: route.method,
    target: query === '' ? path : `${path}?${query}`,
    headers: Object.fromEntries(texts(route.headers, given)),
  };
}

function texts(of: Route['query'], given: GivenParameters): [name: string, text: string][] {
  return Object.entries(of).flatMap(([name, parameter]): [string, string][] => {
    const text = textOf(name, parameter, given[name]);
    return text === undefined ? [] : [[name, text]];
  });
}

function textOf(name: string, parameter: Parameter | undefined, value: unknown): string | undefined {
  if (value !== undefined && value !== '') return (parameter as Parameter<unknown> | undefined)?.write(value);
  if (parameter?.required === true) throw errors.INVALID_ARGUMENT({ message: `${name} is missing or empty` });
  return value;
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** A URL parser would take `.` and `..` for steps in the tree, and leave an empty segment out of it. */
function segment(name: string, value: string): string {
  if (value !== '' && value !== '.' && value !== '..' && !LONE_SURROGATE.test(value)) return value;
  throw errors.INVALID_ARGUMENT({ message: `${name} cannot be ${JSON.stringify(value)}` });
}
