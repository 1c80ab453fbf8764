import cassandra from 'cassandra-driver';
import { createRetryBudget, systemClock } from '@ringside/core';
import type { Family } from '@ringside/metrics';
import { ResilientBalancing } from './driver/balancing.ts';
import type { Context } from './driver/context.ts';
import { explainConnecting } from './driver/explain.ts';
import { failureHandler } from './driver/failures.ts';
import { handleFailures } from './driver/hooks.ts';
import { inFlightOf } from './driver/internals.ts';
import { Requests } from './driver/requests.ts';
import { ResilientRetry } from './driver/retrying.ts';
import { ResilientSpeculation } from './driver/speculation.ts';
import { tapMetrics } from './driver/tapped-metrics.ts';
import { ResilientTracker } from './driver/tracking.ts';
import { Hedging, HEDGING_DEFAULTS, type HedgingSettings } from './hedging/hedging.ts';
import { type HostHealth, HostBook } from './health/hosts.ts';
import { QUARANTINE_DEFAULTS, type QuarantineSettings } from './health/settings.ts';
import { toFamilies } from './metrics/families.ts';
import { Monitor } from './metrics/monitor.ts';

/** How the client deals with slow and failing hosts. What is left out has its default. */
export interface ResilienceOptions {
  /** When a host goes into quarantine, and how it comes back. */
  readonly quarantine?: Partial<QuarantineSettings>;
  /** When an idempotent statement is sent to a second host. */
  readonly hedging?: Partial<HedgingSettings>;
}

/** The driver's options, and what it lacks. */
export interface ResilientClientOptions extends cassandra.ClientOptions {
  /** Default: as {@link QUARANTINE_DEFAULTS} and {@link HEDGING_DEFAULTS} say. */
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

  /** Connects to nothing yet: `connect()` does, or the first statement. */
  constructor({ resilience = {}, ...options }: ResilientClientOptions) {
    const context: Context = {
      hosts: new HostBook({ ...QUARANTINE_DEFAULTS, ...resilience.quarantine }),
      hedging: new Hedging({ ...HEDGING_DEFAULTS, ...resilience.hedging }),
      requests: new Requests(),
      monitor: new Monitor(),
      retries: createRetryBudget(MOST_RETRIES_SAVED, RETRIES_PER_SUCCESS),
      nowMs: () => performance.now(),
      random: Math.random,
      isHedging: false,
    };
    super(withPolicies(context, options));
    this.#context = context;
    handleFailures(this, options.queryOptions?.isIdempotent === true, {
      connecting: explainConnecting,
      failed: failureHandler(this, context),
    });
    this.on('hostDown', ({ address }: cassandra.Host) => context.hosts.down(address, context.nowMs()));
    this.on('hostUp', ({ address }: cassandra.Host) => context.hosts.up(address, context.nowMs()));
    this.on('hostRemove', ({ address }: cassandra.Host) => context.hosts.removed(address));
  }

  /** How the client treats each host, and why. */
  hostHealth(): readonly HostHealth[] {
    return this.#context.hosts.all();
  }

  /** What was measured since the client was made, for `expose()` of `@ringside/metrics`; {@link CLIENT_METRICS} lists it. */
  metricFamilies(): readonly Family[] {
    const { monitor, hosts } = this.#context;
    const inFlight = new Map((this.hosts?.values() ?? []).map((host) => [host.address, inFlightOf(host)]));
    return toFamilies({ counts: monitor.hosts(), retries: monitor.retries(), health: hosts.all(), inFlight }, systemClock.nowMs());
  }
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
