import type { Route, TypeOf } from './route.ts';

/** A request and its answer, for the reader of the reference; a test sends it. */
export interface Example<Params = Readonly<Record<string, unknown>>, RequestBody = unknown> {
  /** Values of parameters by name, as a client’s method takes them. Default: none. */
  readonly params?: Params;
  /** Sent as JSON, or as the bytes that it is; absent where the route takes no body. */
  readonly body?: RequestBody;
  /** The body of the answer, one event, or the text of a file. */
  readonly answer?: unknown;
}

/** What the readers of a route are told: those of the OpenAPI document and of the reference. */
export interface Description<Params = Readonly<Record<string, unknown>>, RequestBody = unknown> {
  /** What it does, in a few words. */
  readonly summary: string;
  /** What else there is to know. */
  readonly doc: string;
  /** A request that a simulated node answers with success, shown in the OpenAPI document and as a `curl` command. */
  readonly example: Example<Params, RequestBody>;
}

/** A route together with what its readers are told. */
export type DescribedRoute = Route & Description;

type ParamsOf<R> = Omit<TypeOf<R, 'sent'>, 'body' | 'instanceId'>;
type BodyOf<R> = TypeOf<R, 'sent'> extends { readonly body: infer Sent } ? Sent : never;

/* @__NO_SIDE_EFFECTS__ */
/**
 * Describes a route. It stands beside its definition, but apart from it: a client is not to carry texts and examples that only readers need.
 *
 * @param route what {@link defineRoute} made
 */
export function describeRoute<R extends Route>(route: R, description: Description<ParamsOf<R>, BodyOf<R>>): R & Description {
  return { ...route, ...(description as Description) };
}
