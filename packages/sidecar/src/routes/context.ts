import type { RouteBody, RouteId, RouteParams } from '@ringside/api';
import type { Clock } from '@ringside/core';
import type { CassandraInstance } from '../instance/instance.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { FqdnLookup } from '../views/fqdn.ts';

/** What every route may use. */
export interface Services {
  readonly clock: Clock;
  readonly instances: readonly CassandraInstance[];
  readonly fqdn: FqdnLookup;
  readonly metrics: Metrics;
  /** Version of the sidecar. */
  readonly version: string;
  readonly allowableSkewMinutes: number;
  /** Scheme and port that peers' sidecars are expected to listen on: those of this one. */
  readonly listening: () => { readonly scheme: 'http' | 'https'; readonly port: number };
}

/** Path and query parameters of a route, read; a `ttl` in milliseconds. */
export type ReadParams<Id extends RouteId> = { [Name in keyof RouteParams<Id>]: Name extends 'ttl' ? number : RouteParams<Id>[Name] };

/** One request whose parameters have been read. */
export interface RequestContext<Id extends RouteId> {
  readonly params: ReadParams<Id>;
  /** The Cassandra it is about; the first one for routes that ask none. */
  readonly instance: CassandraInstance;
  /** Aborts when the request has taken too long, or when the sidecar stops. */
  readonly signal: AbortSignal;
  /** How long the request may take. */
  readonly timeoutMs: number;
}

/** What a handler answers; status 200 by default. */
export interface Answer<Body> {
  readonly status?: number;
  readonly body: Body;
}

/** Handlers of some routes. A handler rejects with an `OpsError`, whose code says the status. */
export type Handlers<Id extends RouteId> = { readonly [Each in Id]: (context: RequestContext<Each>) => Promise<Answer<RouteBody<Each>>> };
