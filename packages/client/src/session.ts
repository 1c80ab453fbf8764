import { type Bounds, deadlineIn, errors, reworded, retry, type RetryPolicy, systemClock, throwIfOver, withDeadline } from '@ringside/core';
import { parseEndpoint } from '@ringside/model';
import type cassandra from 'cassandra-driver';
import { connectFirst, type Connected, type ConnectOptions, controlOf, isLost, shutDown } from './connect.ts';
import { RequestError, requestError } from './failure.ts';
import type { BoundStatement, Page, RequestOptions, Row, SessionOptions } from './options.ts';
import { driverOptions, toPage } from './request.ts';
import { parsersOf } from './wire/connections.ts';
import { keepRowBytes } from './wire/keep-bytes.ts';
import { keepServerMessages } from './wire/server-message.ts';

/**
 * One connection to one coordinator: what is sent goes to that node or fails. Nothing is tried again or sent twice, so one statement is one
 * request. After the node was down, the next request connects to it again, in the keyspace of the last `USE`.
 */
export interface Session {
  /** Address and port of the coordinator. */
  readonly coordinator: string;
  /** The datacenter of the coordinator. */
  readonly datacenter: string;
  /** The version of the native protocol that the two speak. */
  readonly protocolVersion: number;
  /** The keyspace of `USE`. */
  readonly keyspace: string | undefined;
  /**
   * Sends a statement, prepared when it has values, and gives the first page of its answer, or the one behind `pageState`.
   *
   * @param statement CQL, with a `?` for each value
   * @param values in the order of the `?`
   * @throws RequestError; OpsError ABORTED when the signal aborts while the answer is awaited, OPERATION_TIMED_OUT at the deadline
   */
  execute(statement: string, values?: readonly unknown[], options?: RequestOptions): Promise<Page>;
  /**
   * All rows of an answer; a page is fetched when the one before was taken. Fails as `execute` does.
   *
   * @param statement CQL, with a `?` for each value
   * @param values in the order of the `?`
   */
  rows(statement: string, values?: readonly unknown[], options?: RequestOptions): AsyncIterable<Row>;
  /**
   * Sends writes as one unlogged batch, prepared. Fails as `execute` does.
   *
   * @param statements the writes, each with its values
   */
  batch(statements: readonly BoundStatement[], options?: RequestOptions): Promise<void>;
  /** Closes the connection, also one that is being made; nothing is sent after that, and nothing keeps the process alive. */
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5000;
const REQUEST_TIMEOUT_MS = 12_000;
/** What is interrupted, in messages. */
const REQUEST = 'The request';
const RECONNECTING: Omit<RetryPolicy, 'attempts'> = {
  backoff: { firstMs: 100, factor: 1, mostMs: 100, jitter: 0 },
  retries: (error) => !errors.ABORTED.is(error),
};

/**
 * Opens a session on the first contact point that lets us in.
 *
 * @throws RequestError CASSANDRA_UNAVAILABLE or UNAUTHORIZED; NOT_FOUND for a keyspace that is not there; OpsError INVALID_ARGUMENT for a
 *   coordinator of another datacenter than the one that is demanded; ABORTED when the signal aborts meanwhile, OPERATION_TIMED_OUT at the deadline
 *
 * @example
 * ```ts
 * const session = await openSession({ contactPoints: ['127.0.0.1'], port: 9042 });
 * const { rows } = await session.execute('SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?', ['system']);
 * await session.close();
 * ```
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { connectTimeoutMs = CONNECT_TIMEOUT_MS, requestTimeoutMs = REQUEST_TIMEOUT_MS } = options;
  const bounds = { ...options, connectTimeoutMs, requestTimeoutMs };
  return new DriverSession(await connectFirst(bounds), bounds);
}

class DriverSession implements Session {
  readonly coordinator: string;
  readonly datacenter: string;
  readonly protocolVersion: number;
  readonly #options: ConnectOptions;
  #client: cassandra.Client;
  #connecting: Promise<cassandra.Client> | undefined;
  readonly #closing = new AbortController();

  constructor({ client, coordinator, datacenter }: Connected, options: ConnectOptions) {
    this.#client = client;
    this.#options = options;
    this.coordinator = coordinator;
    this.datacenter = datacenter;
    this.protocolVersion = controlOf(client).protocolVersion;
  }

  get keyspace(): string | undefined {
    return this.#client.keyspace ?? undefined;
  }

  async execute(statement: string, values: readonly unknown[] = [], options: RequestOptions = {}): Promise<Page> {
    const sent = driverOptions(options, this.#options.requestTimeoutMs, values.length > 0);
    const result = await this.#send((client) => client.execute(statement, values.length > 0 ? [...values] : undefined, sent), options);
    return toPage(result, this.#options.keepsBytes === true);
  }

  async *rows(statement: string, values: readonly unknown[] = [], options: RequestOptions = {}): AsyncGenerator<Row> {
    let { pageState } = options;
    do {
      const page = await this.execute(statement, values, { ...options, pageState });
      yield* page.rows;
      ({ pageState } = page);
    } while (pageState !== undefined);
  }

  async batch(statements: readonly BoundStatement[], options: RequestOptions = {}): Promise<void> {
    const sent = { ...driverOptions(options, this.#options.requestTimeoutMs, true), logged: false };
    const queries = statements.map(({ statement, values }) => ({ query: statement, params: [...values] }));
    await this.#send((client) => client.batch(queries, sent), options);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#connecting?.catch(() => undefined);
    await shutDown(this.#client);
  }

  async #send<Answer>(ask: (client: cassandra.Client) => Promise<Answer>, { signal, deadline }: Bounds): Promise<Answer> {
    if (signal === undefined && deadline === undefined) return await this.#ask(await this.#connected(), ask);
    const bounds = { signal, deadline };
    const client = await withDeadline(bounds, { what: REQUEST }, () => this.#connected());
    throwIfOver(bounds, REQUEST);
    return await withDeadline(bounds, { what: REQUEST }, () => this.#ask(client, ask)).catch(sayItMayRun);
  }

  async #ask<Answer>(client: cassandra.Client, ask: (client: cassandra.Client) => Promise<Answer>): Promise<Answer> {
    for (const parser of parsersOf(client)) {
      keepServerMessages(parser);
      if (this.#options.keepsBytes === true) keepRowBytes(parser);
    }
    try {
      return await ask(client);
    } catch (error) {
      throw requestError(error, this.coordinator);
    }
  }

  /**
   * The client, or, after its node was down, a new one on the same node in the same keyspace; many requests wait for one attempt. The
   * driver's own reconnecting is not used: version 4.10 leaves connections and timers behind when a client is shut down near it, and with
   * them a process that does not end.
   */
  async #connected(): Promise<cassandra.Client> {
    if (this.#closing.signal.aborted)
      throw new RequestError({ kind: 'unreachable', message: 'The session is closed', name: 'Closed' }, undefined);
    if (!isLost(this.#client)) return this.#client;
    this.#connecting ??= this.#reconnect().finally(() => (this.#connecting = undefined));
    return await this.#connecting;
  }

  async #reconnect(): Promise<cassandra.Client> {
    const { keyspace } = this;
    const { signal } = this.#closing;
    const again = { ...this.#options, contactPoints: [parseEndpoint(this.coordinator).address], keyspace, signal, deadline: undefined };
    const { reconnectWithinMs = 0 } = this.#options;
    const often = reconnectWithinMs > 0;
    const policy = { ...RECONNECTING, attempts: often ? Infinity : 1 };
    const bounds = { signal, deadline: often ? deadlineIn(systemClock, reconnectWithinMs) : undefined };
    const connect = async (): Promise<cassandra.Client> => (this.#client = (await connectFirst(again)).client);
    return await retry(policy, connect, { clock: systemClock, random: Math.random, ...bounds });
  }
}

function sayItMayRun(thrown: unknown): never {
  throw errors.ABORTED.is(thrown)
    ? reworded(thrown, { message: 'Interrupted; what was sent may still run on the node', cause: thrown.cause })
    : thrown;
}
