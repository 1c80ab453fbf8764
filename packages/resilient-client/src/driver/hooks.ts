import type cassandra from 'cassandra-driver';
import type { QueryInfo } from './internals.ts';

/** What every way into the client ends in (cassandra-driver 4.10, lib/client.js); not in its declarations. */
interface Entrances {
  _connect(): Promise<void>;
  _execute(query: string, params: unknown, options: cassandra.ExecutionOptions): Promise<cassandra.types.ResultSet>;
  _batch(queries: readonly object[], options: cassandra.QueryOptions | null | undefined): Promise<cassandra.types.ResultSet>;
}

/** What is used of execution options beyond their declaration. */
interface RowOptions {
  getRowCallback(): unknown;
}

/** A statement, or a batch, that a program has sent. */
export interface Sent {
  readonly query: QueryInfo;
  readonly isIdempotent: boolean;
  /** Rows are handed over one by one as they come: it cannot be begun again. */
  readonly isStreamed: boolean;
  /** How it is sent; a batch has none before it is. */
  readonly options: cassandra.ExecutionOptions | undefined;
}

/** What is done about failures. */
export interface Handlers {
  /** What to throw instead of a failure to connect. */
  readonly connecting: (error: unknown) => unknown;
  /** Sends again, or throws. */
  readonly failed: (error: unknown, sent: Sent, again: () => Promise<cassandra.types.ResultSet>) => Promise<cassandra.types.ResultSet>;
}

/** Has failures pass through handlers, by whichever of the client's methods the program came: all end in these three. */
export function handleFailures(client: cassandra.Client, isIdempotent: boolean, { connecting, failed }: Handlers): void {
  const entrances = client as unknown as Entrances;
  const connect = entrances._connect.bind(client);
  const execute = entrances._execute.bind(client);
  const batch = entrances._batch.bind(client);
  entrances._connect = async () => {
    try {
      await connect();
    } catch (error) {
      throw connecting(error);
    }
  };
  entrances._execute = (query, params, options) => {
    const again = (): Promise<cassandra.types.ResultSet> => execute(query, params, options);
    return again().catch((error: unknown) => {
      const isStreamed = Boolean((options as unknown as RowOptions).getRowCallback());
      return failed(error, { query, isIdempotent: options.isIdempotent(), isStreamed, options }, again);
    });
  };
  entrances._batch = (queries, options) => {
    const again = (): Promise<cassandra.types.ResultSet> => batch(queries, options);
    const sent = { query: queries, isIdempotent: options?.isIdempotent ?? isIdempotent, isStreamed: false, options: undefined };
    return again().catch((error: unknown) => failed(error, sent, again));
  };
}
