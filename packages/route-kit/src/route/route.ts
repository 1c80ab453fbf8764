import type { Answer } from './answer.ts';
import type { Body } from './body.ts';
import type { Duration } from './time-limits.ts';
import { type Parameter, type Parameters, type ReadParameters, type SentParameters, optional, parameter } from './parameter.ts';
import { text } from './schema.ts';
import type { Statuses } from './status.ts';

/** A method of HTTP that a route can have. */
export type Method = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

/**
 * What a caller must be allowed to do, by the name that Apache Cassandra Sidecar has for it (`SNAPSHOT:CREATE`), or one in the same form; `none`
 * where everybody may ask.
 */
export type Permission = Uppercase<string> | 'none';

/** Everything that a program needs to know of a route. Server and client are made from it; what its readers are told is a `Description`. */
export interface Route {
  /** Its name, which is also that of the client's method. */
  readonly id: string;
  /** Any other than GET and HEAD changes something: a web page of another origin gets 403. */
  readonly method: Method;
  /** Template; `:name` stands for a path parameter, `:name*` for one that may hold slashes. */
  readonly path: string;
  /** Other paths with the same answer, kept for old clients. */
  readonly aliases: readonly string[];
  /** `apache` = a route of Apache Cassandra Sidecar, same path and JSON; `ringside` = ours beside them. */
  readonly origin: 'apache' | 'ringside';
  /** False when the sidecar answers by itself: then neither `instanceId` nor the `Host` header picks a Cassandra. */
  readonly asksCassandra: boolean;
  /** Parameters in the path. */
  readonly params: Parameters;
  /** Parameters in the query, `instanceId` included where a Cassandra is asked. */
  readonly query: Parameters;
  /** Parameters in headers, by the header's name in lower case. */
  readonly headers: Parameters;
  /** What a request has to carry; undefined where it carries none. */
  readonly body: Body | undefined;
  /** What a success looks like; failures are `ErrorAnswer` whatever the route. */
  readonly answer: Answer;
  /** Statuses that mean something of their own here, besides those of `EVERY_ROUTE`. */
  readonly statuses: Statuses;
  /** Which of `TIME_LIMITS_MS` the server and its clients apply. */
  readonly duration: Duration;
  /** What a caller must be allowed to do; `x-permission` in the OpenAPI document. */
  readonly permission: Permission;
  /** Whether sending the same request twice does no more than sending it once. */
  readonly idempotent: boolean;
  /** Whether each call belongs in an audit log, and of `body` what it carries as well: that must be nothing secret. */
  readonly audit: boolean | 'body';
}

/** What a route means to the compiler. */
export interface RouteTypes {
  /** Parameters, and `body` where there is one, as a client gives them. */
  readonly sent: unknown;
  /** Parameters as a handler gets them. */
  readonly read: unknown;
  /** The body as a handler gets it. */
  readonly body: unknown;
  /** What a handler returns. */
  readonly handled: unknown;
  /** What a client's method resolves to. */
  readonly answered: unknown;
}

/** A route whose types are known. */
export interface TypedRoute<Id extends string, Types extends RouteTypes> extends Route {
  /** As {@link Route.id}, as a literal type: it is the key in a table of routes. */
  readonly id: Id;
  /** Never there at run time. */
  readonly '~types'?: Types;
}

const INSTANCE_ID = /^-?[0-9]{1,9}$/;

/** Picks one of the Cassandra instances that a sidecar is configured for; without it, the `Host` header does. */
const instanceId: Parameter<number, number, false> = optional(
  parameter({
    doc: 'Id of the Cassandra instance, where the sidecar has several.',
    schema: text({ pattern: INSTANCE_ID.source }),
    read: (id) => (INSTANCE_ID.test(id) ? Number(id) : undefined),
  }),
);

// oxlint-disable-next-line typescript/no-generated-empty-object-type -- of no parameter
type None = Record<never, never>;
type Instance = { readonly instanceId: typeof instanceId };
type Flat<T> = { readonly [K in keyof T]: T[K] };
type BodyOf<B> = B extends Body<infer Sent> ? { readonly body: Sent } : None;
type InPath<Path> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | InPath<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;
type NamesIn<Path> = InPath<Path> extends infer Name ? (Name extends `${infer Start}*` ? Start : Name) : never;

/** What {@link defineRoute} is given; what is left out is none, or true of `asksCassandra`. */
export interface Definition<Id, Path, P, Q, H, B, A, Asks> extends Omit<
  Route,
  'id' | 'path' | 'aliases' | 'params' | 'query' | 'headers' | 'body' | 'answer' | 'statuses' | 'asksCassandra'
> {
  /** As {@link Route.id}; unique among the routes of a table. */
  readonly id: Id;
  /** As {@link Route.path}; each `:name` in it has to be in `params`, or this does not compile. */
  readonly path: Path;
  /** As {@link Route.aliases}, with the parameters of `path`. Default: none. */
  readonly aliases?: readonly string[];
  /** As {@link Route.asksCassandra}; unless false, the parameter `instanceId` is added to `query`. */
  readonly asksCassandra?: Asks;
  /** One for each `:name` of the path. Default: none. */
  readonly params?: P & Readonly<Record<NamesIn<Path> & string, Parameter>>;
  /** By name as written after `?`. Default: none. */
  readonly query?: Q;
  /** By the header’s name in lower case. Default: none. */
  readonly headers?: H;
  /** Made by `jsonBody()` or `bytesBody()`. Default: none. */
  readonly body?: B;
  /** Made by `json()`, `empty()`, `file()` and the like. */
  readonly answer: A;
  /** As {@link Route.statuses}. Default: none of its own. */
  readonly statuses?: Statuses;
}

/* @__NO_SIDE_EFFECTS__ */
/** Defines a route. A bundler drops one that nobody asks for: neither this nor what schemas and parameters are made by has a side effect. */
export function defineRoute<
  const Id extends string,
  const Path extends string,
  A extends Answer,
  P extends Parameters = None,
  Q extends Parameters = None,
  H extends Parameters = None,
  B extends Body | undefined = undefined,
  const Asks extends boolean = true,
>(
  definition: Definition<Id, Path, P, Q, H, B, A, Asks>,
): TypedRoute<
  Id,
  {
    sent: Flat<SentParameters<P & Q & H & (Asks extends true ? Instance : None)> & BodyOf<B>>;
    read: Flat<ReadParameters<P & Q & H & (Asks extends true ? Instance : None)>>;
    body: B extends Body<unknown, infer Read> ? Read : undefined;
    handled: A extends Answer<infer Handled> ? Handled : never;
    answered: A extends Answer<unknown, infer Answered> ? Answered : never;
  }
> {
  const { asksCassandra = true, aliases = [], params = {}, query = {}, headers = {}, body, statuses = {} } = definition;
  return {
    ...definition,
    asksCassandra,
    aliases,
    params,
    query: asksCassandra ? { ...query, instanceId } : query,
    headers,
    body,
    statuses,
  };
}

/** A table of routes by id. */
export type RouteTable = Readonly<Record<string, Route>>;

type TableOf<Routes extends readonly Route[]> = { readonly [R in Routes[number] as R['id']]: R };

/* @__NO_SIDE_EFFECTS__ */
/**
 * Puts routes into a table by their ids.
 *
 * @throws Error for an id that two of them have
 */
export function routeTable<const Routes extends readonly Route[]>(...all: Routes): TableOf<Routes> {
  const ids = all.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice !== undefined) throw new Error(`Two routes are called ${twice}`);
  return Object.fromEntries(all.map((route) => [route.id, route])) as TableOf<Routes>;
}

/** What one of the types of a route is. */
export type TypeOf<R, Which extends keyof RouteTypes> = R extends { readonly '~types'?: infer Types }
  ? NonNullable<Types> extends RouteTypes
    ? NonNullable<Types>[Which]
    : never
  : never;
