import type { Route } from './route.ts';
import { ALL_OTHERS, type Statuses } from './status.ts';

/** Answers that any route may give, besides its own. */
export const EVERY_ROUTE: Statuses = {
  400: {
    when: 'A parameter is not what it must be, or is none of this route; or the request is malformed',
    errors: ['INVALID_ARGUMENT', 'INVALID_CONSISTENCY_LEVEL'],
  },
  401: { when: 'Authentication is configured, and the request has none that counts', errors: ['UNAUTHORIZED'] },
  405: { when: 'This path has no such method; `allow` tells which it has', errors: ['INVALID_ARGUMENT'] },
  408: { when: 'The request took longer than it may, to arrive or to be answered', errors: ['OPERATION_TIMED_OUT'] },
  413: { when: 'The body is larger than the route takes', errors: ['INVALID_ARGUMENT'] },
  421: { when: 'The Host header names nothing that this sidecar is configured for', errors: ['MISDIRECTED'] },
  431: { when: 'The headers are too large', errors: ['INVALID_ARGUMENT'] },
  500: { when: 'The sidecar failed', errors: ['INTERNAL'] },
  503: { when: 'Too many requests at once', errors: ['SIDECAR_BUSY'] },
};

const OF_CALLERS: Statuses = { 403: { when: 'The role of the caller does not allow it', errors: ['FORBIDDEN'] } };

const OF_CHANGES: Statuses = {
  403: { when: 'The role of the caller does not allow it, or a web page of another origin asked', errors: ['FORBIDDEN'] },
  507: { when: 'The audit log cannot be written: nothing was changed', errors: ['AUDIT_UNWRITTEN'] },
};

const OF_CASSANDRA: Statuses = {
  404: { when: 'No instance of that id', errors: ['NOT_FOUND'] },
  409: { when: 'The node refuses, in the state that it is in', errors: ['NODE_REFUSED'] },
  501: { when: 'Only the node’s management interface could answer, and none is configured', errors: ['NODE_CONTROL_ABSENT'] },
  502: {
    when: 'Cassandra does not let the sidecar in, fails by itself, or answers what cannot be used',
    errors: ['CASSANDRA_DENIED', 'CASSANDRA_FAILED', 'NODE_CONTROL_DENIED', 'NODE_CONTROL_MALFORMED'],
  },
  504: { when: 'The node did not finish in time', errors: ['OPERATION_TIMED_OUT'] },
};

/** Of routes that serve parts of a file. */
const OF_FILES: Statuses = { 416: { when: 'The file has no such range, or is empty', errors: ['INVALID_ARGUMENT'] } };

/** Methods that change nothing. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Every status that a route may answer a failed request with, the route's own words first. */
export function errorStatuses(route: Route): Statuses {
  return { ...EVERY_ROUTE, ...kindStatuses(route), ...handlerStatuses(route), ...route.statuses };
}

/** Of what refuses a request before its handler sees it, or sends the answer after. */
function kindStatuses({ method, answer, permission }: Route): Statuses {
  const files = [answer, ...(answer.alternatives ?? [])].some(({ kind }) => kind === 'file');
  return { ...(permission !== 'none' && OF_CALLERS), ...(!SAFE.has(method) && OF_CHANGES), ...(files && OF_FILES) };
}

/** Of errors by their codes; a route that has one status for all others has none of these. */
function handlerStatuses(route: Route): Statuses {
  if (statusNaming(route.statuses, ALL_OTHERS) !== undefined) return {};
  return { ...(route.asksCassandra && OF_CASSANDRA), ...parameterStatuses(route) };
}

function parameterStatuses({ params, query, headers }: Route): Statuses {
  return Object.assign({}, ...Object.values({ ...params, ...query, ...headers }).map(({ statuses }) => statuses)) as Statuses;
}

/**
 * The status that an error of a route is answered with.
 *
 * @param code the error's
 * @param usual the status that the error has where the route says nothing else
 */
export function statusOfError(route: Route, code: string, usual: number): number {
  const own = statusNaming(route.statuses, code);
  if (own !== undefined) return own;
  const others = statusNaming(route.statuses, ALL_OTHERS);
  // A client of Apache's sends a request again after 500, and would take what half of it did the first time for its success.
  if (others === undefined || (usual !== 500 && EVERY_ROUTE[usual]?.errors?.includes(code) === true)) return usual;
  return others;
}

function statusNaming(statuses: Statuses, code: string): number | undefined {
  const found = Object.entries(statuses).find(([, { errors }]) => errors?.includes(code) === true);
  return found && Number(found[0]);
}

/** The code of the only error that a status can mean, of a sidecar that names none; undefined where there are several, or none. */
export function codeOfStatus(route: Route, status: number): string | undefined {
  const [only, ...others] = errorStatuses(route)[status]?.errors ?? [];
  return others.length === 0 && only !== ALL_OTHERS ? only : undefined;
}
