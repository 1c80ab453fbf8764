import type { Deadline } from '@ringside/core';
import type { FileContent, TextPieces, TypeOf } from '@ringside/route-kit';

/** What a request is about: a server may stand beside several of them. */
export interface ServedInstance {
  /** By which a request names it. */
  readonly id: number;
  /** Its name or address, for messages. */
  readonly host: string;
}

/** One request whose parameters have been read. */
export interface RequestContext<Params, Body = undefined, Instance = ServedInstance> {
  /** Parameters of path and query, checked and converted as the route's table says. */
  readonly params: Params;
  /** The request's body, checked against the route's schema; `undefined` for routes that take none. */
  readonly body: Body;
  /** Who sent it, as the server knows them; undefined where it asks nobody who they are. */
  readonly caller?: string | undefined;
  /** What it is about; the first one for routes that ask none. */
  readonly instance: Instance;
  /** Aborts when the request has taken too long, when its client has left, or when the server stops. */
  readonly signal: AbortSignal;
  /** When the request has taken too long. */
  readonly deadline: Deadline;
}

/** A handler for each route of a table. A handler rejects with an `OpsError`, whose code says the status. */
export type HandlersOf<Table, Instance = ServedInstance> = {
  readonly [Id in keyof Table]: (
    context: RequestContext<TypeOf<Table[Id], 'read'>, TypeOf<Table[Id], 'body'>, Instance>,
  ) => Promise<TypeOf<Table[Id], 'handled'>>;
};

/** A handler, whatever its route is. */
export type AnyHandler<Instance> = (context: RequestContext<unknown, unknown, Instance>) => Promise<Handled>;

/** What a handler answered, of whatever kind. */
export interface Handled {
  readonly status?: number;
  readonly body?: unknown;
  readonly file?: FileContent;
  readonly events?: AsyncIterable<unknown>;
  readonly text?: TextPieces;
}
