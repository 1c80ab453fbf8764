import type cassandra from 'cassandra-driver';
import type { Admission } from '../admission/admission.ts';
import type { QueryInfo } from './internals.ts';
import type { Tracing } from './tracing.ts';

type ResultSet = cassandra.types.ResultSet;

/** What every way into the client ends in (cassandra-driver 4.10, lib/client.js); not in its declarations. */
interface Entrances {
  _connect(): Promise<void>;
  _execute(query: string, params: unknown, options: cassandra.ExecutionOptions): Promise<ResultSet>;
  _batch(queries: readonly object[], options: cassandra.QueryOptions | null | undefined): Promise<ResultSet>;
  _shutdown(): Promise<void>;
}

/** What is used of execution options beyond their declaration. */
interface RowOptions {
  getRowCallback(): unknown;
}

/** What is used of a result beyond its declaration: where there are more pages, iterating over its rows sends for them with this. */
interface PagedResult {
  nextPageAsync?: ((pageState: unknown) => Promise<ResultSet>) | undefined;
}

/** A statement, or a batch, that a program has sent. */
export interface Sent {
  readonly query: QueryInfo;
  readonly isIdempotent: boolean;
  /** Rows are handed over one by one as they come: it cannot be begun again. */
  readonly isStreamed: boolean;
  /** How it is sent; a batch has none before it is. */
  readonly options: cassandra.ExecutionOptions | undefined;
  /** What its span is found by. */
  readonly key: cassandra.ExecutionOptions | cassandra.QueryOptions;
}

/** What requests and their failures pass through. */
export interface Handlers {
  /** What to throw instead of a failure to connect. */
  readonly connecting: (error: unknown) => unknown;
  /** Sends again, or throws. */
  readonly failed: (error: unknown, sent: Sent, again: () => Promise<ResultSet>) => Promise<ResultSet>;
  /** Bounds the requests in progress. */
  readonly admission: Admission;
  /** Keeps spans, where the program wants some. */
  readonly tracing: Tracing | undefined;
}

interface Request {
  readonly query: QueryInfo;
  readonly key: Sent['key'];
  readonly begin: () => Promise<ResultSet>;
  readonly recover: (error: unknown) => Promise<ResultSet>;
}

/** Has requests and their failures pass through handlers, by whichever of the client's methods the program came: all end in these four. */
export function handleRequests(client: cassandra.Client, isIdempotent: boolean, handlers: Handlers): void {
  const { connecting, failed, admission } = handlers;
  const entrances = client as unknown as Entrances;
  const connect = entrances._connect.bind(client);
  const execute = entrances._execute.bind(client);
  const batch = entrances._batch.bind(client);
  const shutdown = entrances._shutdown.bind(client);
  entrances._connect = async () => {
    try {
      await connect();
    } catch (error) {
      throw connecting(error);
    }
  };
  entrances._execute = (query, params, options) => {
    const begin = (): Promise<ResultSet> => execute(query, params, options);
    const recover = (error: unknown): Promise<ResultSet> => {
      const isStreamed = Boolean((options as unknown as RowOptions).getRowCallback());
      return failed(error, { query, isIdempotent: options.isIdempotent(), isStreamed, options, key: options }, begin);
    };
    return pass({ query, key: options, begin, recover }, handlers);
  };
  entrances._batch = (queries, given) => {
    const options = handlers.tracing === undefined ? given : ownOptions(given);
    const begin = (): Promise<ResultSet> => batch(queries, options);
    const key = options ?? {};
    const sent = { query: queries, isIdempotent: options?.isIdempotent ?? isIdempotent, isStreamed: false, options: undefined, key };
    return pass({ query: queries, key, begin, recover: (error) => failed(error, sent, begin) }, handlers);
  };
  entrances._shutdown = () => {
    admission.refuseWaiting();
    return shutdown();
  };
}

/** A span of a batch is found by the program's options, but many batches may share one object: each gets its own, which inherits them all. */
function ownOptions(given: cassandra.QueryOptions | null | undefined): cassandra.QueryOptions {
  return Object.create(given ?? null) as cassandra.QueryOptions;
}

function pass(request: Request, handlers: Handlers): Promise<ResultSet> {
  const { admission, tracing } = handlers;
  const { query, key, begin, recover } = request;
  const ended = (result: ResultSet): void => passPages(result, request, handlers);
  if (tracing === undefined) return admission.run({ begin, recover, ended });
  return tracing.trace(query, key, () => admission.run({ begin, recover, ended }));
}

/** Iterating over a result sends for further pages without calling a method of the client, so those requests are caught here. */
function passPages(result: ResultSet, request: Request, handlers: Handlers): void {
  const paged = result as unknown as PagedResult;
  const next = paged.nextPageAsync;
  if (next === undefined) return;
  paged.nextPageAsync = (pageState) => pass({ ...request, begin: () => next(pageState), recover: rethrow }, handlers);
}

async function rethrow(failure: unknown): Promise<never> {
  throw failure;
}
