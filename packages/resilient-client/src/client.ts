import cassandra from 'cassandra-driver';
import { createRetryBudget, systemClock } from '@ringside/core';
import type { Family } from '@ringside/metrics';
import { Admission } from './admission/admission.ts';
import { REQUEST_DEFAULTS, type RequestSettings } from './admission/settings.ts';
import { ResilientBalancing } from './driver/balancing.ts';
import type { Context } from './driver/context.ts';
import { explainConnecting } from './driver/explain.ts';
import { failureHandler } from './driver/failures.ts';
import { handleRequests } from './driver/hooks.ts';
import { inFlightOf } from './driver/internals.ts';
import { Requests } from './driver/requests.ts';
import { ResilientRetry } from './driver/retrying.ts';
import { ResilientSpeculation } from './driver/speculation.ts';
import { tapMetrics } from './driver/tapped-metrics.ts';
import { Tracing } from './driver/tracing.ts';
import { ResilientTracker } from './driver/tracking.ts';
import { Hedging, HEDGING_DEFAULTS, type HedgingSettings } from './hedging/hedging.ts';
import { type HostHealth, HostBook } from './health/hosts.ts';
import { QUARANTINE_DEFAULTS, type QuarantineSettings } from './health/settings.ts';
import { HOT_KEY_DEFAULTS, HotKeyBook, type HotKeys, type HotKeySettings } from './hot-keys/hot-keys.ts';
import { toFamilies } from './metrics/families.ts';
import { Monitor } from './metrics/monitor.ts';
import type { SpanTracer } from './tracing/tracer.ts';

/** How the client deals with slow and failing hosts. What is left out has its default. */
export interface ResilienceOptions {
  /** When a host goes into quarantine, and how it comes back. */
  readonly quarantine?: Partial<QuarantineSettings>;
  /** When an idempotent statement is sent to a second host. */
  readonly hedging?: Partial<HedgingSettings>;
  /** How many requests are sent at once, and how many may wait. */
  readonly requests?: Partial<RequestSettings>;
  /** How many partitions are monitored for `hotKeys()`, and for how long. */
  readonly hotKeys?: Partial<HotKeySettings>;
  /** A tracer of `@opentelemetry/api`, such as `trace.getTracer('shop')`: each statement and batch becomes a span. Default: none, and no spans. */
  readonly tracer?: SpanTracer;
}

/** The driver's options, and what it lacks. */
export interface ResilientClientOptions extends cassandra.ClientOptions {
  /** Default: as {@link QUARANTINE_DEFAULTS}, {@link HEDGING_DEFAULTS}, {@link REQUEST_DEFAULTS} and {@link HOT_KEY_DEFAULTS} say. */
  readonly resilience?: ResilienceOptions;
}

const MOST_RETRIES_SAVED = 20;
const RETRIES_PER_SUCCESS = 0.05;

/**
 * The driver's client with policies that survive slow hosts. Policies that the options name are used as they are; the driver's defaults are replaced.
 *
 * @example
 * ```ts
 * const client = new ResilientClient({ contactPoints: ['127.0.0.1'], keyspace: 'shop' });
 * const { rows } = await client.execute('SELECT name FROM items WHERE id = ?', [7], { prepare: true, isIdempotent: true });
 * await client.shutdown();
 * ```
 */
export class ResilientClient extends cassandra.Client {
  readonly #context: Context;

  /**
   * Connects to nothing yet: `connect()` does, or the first statement.
   *
   * @throws OpsError INVALID_ARGUMENT when a number of requests, keys or milliseconds that must be at least 1 is less
   */
  constructor({ resilience = {}, ...options }: ResilientClientOptions) {
    const context = createContext(resilience, () => this);
    super(withPolicies(context, options));
    this.#context = context;
    handleRequests(this, options.queryOptions?.isIdempotent === true, {
      connecting: explainConnecting,
      failed: failureHandler(this, context),
      admission: context.admission,
      tracing: context.tracing,
    });
    this.on('hostDown', ({ address }: cassandra.Host) => context.hosts.down(address, context.nowMs()));
    this.on('hostUp', ({ address }: cassandra.Host) => context.hosts.up(address, context.nowMs()));
    this.on('hostRemove', ({ address }: cassandra.Host) => context.hosts.removed(address));
  }

  /** How the client treats each host, and why. */
  hostHealth(): readonly HostHealth[] {
    return this.#context.hosts.all();
  }

  /**
   * The partitions with the most requests in the last one to two windows of {@link HotKeySettings}, which is one to two minutes by default. It counts statements
   * whose routing key the driver knows: prepared ones, and those sent with a `routingKey`. A batch counts for the partition of its first statement.
   *
   * @param limit the most keys to return
   *
   * @example
   * ```ts
   * const [hottest] = client.hotKeys(1).keys;
   * if (hottest !== undefined && hottest.share > 0.2) console.warn(`One partition of ${hottest.table} gets ${hottest.share * 100} % of the requests`);
   * ```
   */
  hotKeys(limit = 10): HotKeys {
    const { hotKeys, nowMs } = this.#context;
    return hotKeys.top(limit, nowMs());
  }

  /** What was measured since the client was made, for `expose()` of `@ringside/metrics`; {@link CLIENT_METRICS} lists it. */
  metricFamilies(): readonly Family[] {
    const { monitor, hosts, admission } = this.#context;
    const inFlight = new Map((this.hosts?.values() ?? []).map((host) => [host.address, inFlightOf(host)]));
    return toFamilies({ monitor, health: hosts.all(), inFlight, admission }, systemClock.nowMs());
  }
}

function createContext({ quarantine, hedging, requests, hotKeys, tracer }: ResilienceOptions, client: () => cassandra.Client): Context {
  const nowMs = (): number => performance.now();
  const monitor = new Monitor();
  return {
    hosts: new HostBook({ ...QUARANTINE_DEFAULTS, ...quarantine }),
    hedging: new Hedging({ ...HEDGING_DEFAULTS, ...hedging }),
    requests: new Requests(),
    admission: new Admission({ ...REQUEST_DEFAULTS, ...requests }, monitor, nowMs),
    hotKeys: new HotKeyBook({ ...HOT_KEY_DEFAULTS, ...hotKeys }, nowMs()),
    monitor,
    retries: createRetryBudget(MOST_RETRIES_SAVED, RETRIES_PER_SUCCESS),
    client,
    tracing: tracer && new Tracing(tracer, client),
    nowMs,
    random: Math.random,
    isHedging: false,
  };
}

function withPolicies(context: Context, options: cassandra.ClientOptions): cassandra.ClientOptions {
  const requestTracker = new ResilientTracker(context, options.requestTracker);
  return {
    ...options,
    requestTracker,
    metrics: tapMetrics(context, options.metrics),
    policies: {
      loadBalancing: new ResilientBalancing(context, options.localDataCenter),
      retry: new ResilientRetry(context),
      speculativeExecution: new ResilientSpeculation(context),
      ...options.policies,
    },
  };
}
