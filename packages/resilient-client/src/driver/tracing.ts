import type cassandra from 'cassandra-driver';
import { describeAddress, describeCoordinator, describeFailure, describeOptions, describeQuery } from '../tracing/attributes.ts';
import type { ClientSpan, SpanAttributes, SpanTracer } from '../tracing/tracer.ts';
import type { QueryInfo } from './internals.ts';

type ResultSet = cassandra.types.ResultSet;

const CLIENT = 2;
const ERROR = 2;

/** What an operation is found by: the driver's options of a statement, or the program's own options of a batch. */
type Key = cassandra.ExecutionOptions | cassandra.QueryOptions;

interface Operation {
  readonly span: ClientSpan;
  /** How it is sent, as soon as it is known. */
  options: cassandra.ExecutionOptions | undefined;
  hedges: number;
}

/** Makes a span for each operation: it begins when the program sends it, ends with its outcome, and has retries and hedges as events. */
export class Tracing {
  readonly #tracer: SpanTracer;
  readonly #client: () => cassandra.Client;
  readonly #operations = new WeakMap<object, Operation>();

  constructor(tracer: SpanTracer, client: () => cassandra.Client) {
    this.#tracer = tracer;
    this.#client = client;
  }

  /** Runs an operation within a span. The driver passes the key, or options that were made from it, to everything that it calls for this operation. */
  async trace(query: QueryInfo, key: Key, run: () => Promise<ResultSet>): Promise<ResultSet> {
    const options = isExecution(key) ? key : undefined;
    const keyspace = (options?.getKeyspace() ?? (key as cassandra.QueryOptions).keyspace) || this.#client().keyspace;
    const { name, attributes } = describeQuery(query, keyspace);
    const operation: Operation = { span: this.#tracer.startSpan(name, { kind: CLIENT, attributes }), options, hedges: 0 };
    this.#operations.set(key, operation);
    try {
      const result = await run();
      this.#answered(operation, result);
      return result;
    } catch (error) {
      this.#failed(operation, error as Error);
      throw error;
    } finally {
      operation.span.end();
    }
  }

  /** The driver asks for a plan. */
  planned(options: cassandra.ExecutionOptions): void {
    const operation = this.#of(options);
    if (operation !== undefined) operation.options = options;
  }

  /** A second host is asked. */
  hedged(options: cassandra.ExecutionOptions, host: cassandra.Host): void {
    const operation = this.#of(options);
    if (operation === undefined) return;
    operation.hedges += 1;
    operation.span.addEvent('ringside.hedge', describeAddress(host));
  }

  /** It is sent again because of this fault. */
  retried(key: Key, fault: string): void {
    this.#of(key)?.span.addEvent('ringside.retry', { 'ringside.retry.fault': fault });
  }

  #answered(operation: Operation, { info }: ResultSet): void {
    operation.span.setAttributes({
      ...this.#outcome(operation, info.queriedHost),
      'cassandra.speculative_execution.count': info.speculativeExecutions,
    });
  }

  #failed(operation: Operation, error: Error & { readonly coordinator?: string }): void {
    operation.span.setAttributes({
      ...this.#outcome(operation, error.coordinator),
      'cassandra.speculative_execution.count': operation.hedges,
      ...describeFailure(error),
    });
    operation.span.setStatus({ code: ERROR });
  }

  #outcome({ options }: Operation, address: string | undefined): SpanAttributes {
    const host = address === undefined ? undefined : (this.#client().hosts?.get(address) as cassandra.Host | undefined);
    return { ...(options && describeOptions(options)), ...(host && describeCoordinator(host)) };
  }

  #of(key: Key): Operation | undefined {
    return this.#operations.get(key) ?? (isExecution(key) ? this.#operations.get(key.getRawQueryOptions()) : undefined);
  }
}

function isExecution(key: Key): key is cassandra.ExecutionOptions {
  return 'getRawQueryOptions' in key;
}
