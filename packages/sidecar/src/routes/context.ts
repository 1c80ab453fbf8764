import type { FileContent, RouteId, Routes, TypeOf } from '@ringside/api';
import type { Clock } from '@ringside/core';
import type { CassandraInstance } from '../instance/instance.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { FqdnLookup } from '../observed/fqdn.ts';

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

/** One request whose parameters have been read. */
export interface RequestContext<Params, Body = undefined> {
  readonly params: Params;
  readonly body: Body;
  /** The Cassandra it is about; the first one for routes that ask none. */
  readonly instance: CassandraInstance;
  /** Aborts when the request has taken too long, when its client has left, or when the sidecar stops. */
  readonly signal: AbortSignal;
  /** How long the request may take. */
  readonly timeoutMs: number;
}

/** A handler for each route of a table. A handler rejects with an `OpsError`, whose code says the status. */
export type HandlersOf<Table> = {
  readonly [Id in keyof Table]: (
    context: RequestContext<TypeOf<Table[Id], 'read'>, TypeOf<Table[Id], 'body'>>,
  ) => Promise<TypeOf<Table[Id], 'handled'>>;
};

/** Handlers of some routes of a sidecar. */
export type Handlers<Id extends RouteId> = Pick<HandlersOf<Routes>, Id>;

/** A handler, whatever its route is. */
export type AnyHandler = (context: RequestContext<unknown, unknown>) => Promise<Handled>;

/** What a handler answered, of whatever kind. */
export interface Handled {
  readonly status?: number;
  readonly body?: unknown;
  readonly file?: FileContent;
  readonly events?: AsyncIterable<unknown>;
}
