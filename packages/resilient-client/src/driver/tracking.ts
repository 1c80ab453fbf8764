import cassandra from 'cassandra-driver';
import { firstText, statementInfo } from '../plan/statement.ts';
import type { Context } from './context.ts';
import { type QueryInfo, toMs } from './internals.ts';
import { type Flight, isPaxos } from './requests.ts';

type Tracker = cassandra.tracker.RequestTracker;
type OnSuccess = Parameters<Tracker['onSuccess']>;
type OnError = Parameters<Tracker['onError']>;

/** The declarations have it as an interface; the driver demands an instance of this class. */
const RequestTracker: new () => object = (cassandra.tracker as unknown as { readonly RequestTracker: new () => object }).RequestTracker;

const { responseErrorCodes } = cassandra.types;
/** Errors of the protocol that are the coordinator's own, not its replicas' and not the statement's. */
const OWN_FAULTS: ReadonlySet<unknown> = new Set([
  responseErrorCodes.serverError,
  responseErrorCodes.overloaded,
  responseErrorCodes.isBootstrapping,
]);

/** Hears of every answer and error, and tells the hosts' book, the hedging and the monitor of it; then a tracker of the program's own. */
export class ResilientTracker extends RequestTracker implements Tracker {
  readonly #context: Context;
  readonly #inner: Tracker | undefined;

  constructor(context: Context, inner: Tracker | undefined) {
    super();
    this.#context = context;
    this.#inner = inner;
  }

  onSuccess(...told: OnSuccess): void {
    const [host, query, , options, , bytes, latency] = told;
    const flight = this.#context.requests.of(options);
    const latencyMs = toMs(latency);
    this.#context.monitor.answered(host.address, latencyMs);
    this.#context.retries.succeeded();
    this.#count(query, options, bytes, latencyMs);
    if (flight !== undefined && !isPaxos(flight)) this.#judge(flight, host, latencyMs);
    this.#inner?.onSuccess(...told);
  }

  onError(...told: OnError): void {
    const [host, query, , options, , error, latency] = told;
    const flight = this.#context.requests.of(options);
    this.#context.monitor.failed(host.address, error);
    this.#count(query, options, 0, toMs(latency));
    if (flight !== undefined && isOwnFault(error)) this.#blame(flight, host, toMs(latency));
    this.#inner?.onError(...told);
  }

  shutdown(): void {
    this.#inner?.shutdown();
  }

  /** The driver puts the routing key into the options before it asks for a plan; a batch has that of its first statement (cassandra-driver 4.10, lib/client.js). */
  #count(query: QueryInfo, options: cassandra.ExecutionOptions, bytes: number, latencyMs: number): void {
    const routingKey: unknown = options.getRoutingKey();
    if (!Buffer.isBuffer(routingKey)) return;
    const { hotKeys, client, nowMs } = this.#context;
    const { keyspace: named, table } = statementInfo(firstText(query));
    hotKeys.record(
      { keyspace: named ?? (options.getKeyspace() || client().keyspace || ''), table, routingKey },
      { bytes, latencyMs },
      nowMs(),
    );
  }

  #judge(flight: Flight, winner: cassandra.Host, latencyMs: number): void {
    const { hosts, hedging, nowMs } = this.#context;
    const now = nowMs();
    hosts.answered(winner.address, latencyMs, now);
    if (!hosts.isDemoted(winner.address)) hedging.answered(latencyMs);
    if (flight.probe === winner) hosts.probed(winner.address, latencyMs, now);
    for (const { host, sentAtMs } of flight.open) if (host !== winner) this.#lost(flight, host, now - sentAtMs, now);
    flight.open.length = 0;
  }

  /** The driver never tells of the answer of a host that was not waited for: what is known is how long it took at least. */
  #lost(flight: Flight, host: cassandra.Host, waitedMs: number, now: number): void {
    const { hosts } = this.#context;
    if (waitedMs > hosts.limitMs) hosts.answered(host.address, waitedMs, now);
    if (flight.probe === host) hosts.probed(host.address, Infinity, now);
  }

  #blame(flight: Flight, host: cassandra.Host, waitedMs: number): void {
    const { hosts, nowMs } = this.#context;
    const now = nowMs();
    hosts.failed(host.address, now);
    if (waitedMs > hosts.limitMs && !isPaxos(flight)) hosts.answered(host.address, waitedMs, now);
    if (flight.probe === host) hosts.probed(host.address, Infinity, now);
    const index = flight.open.findIndex((attempt) => attempt.host === host);
    if (index !== -1) flight.open.splice(index, 1);
  }
}

function isOwnFault(error: Error & { readonly code?: unknown; readonly isSocketError?: boolean }): boolean {
  return error.isSocketError === true || error instanceof cassandra.errors.OperationTimedOutError || OWN_FAULTS.has(error.code);
}
