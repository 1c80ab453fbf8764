import type { Family, MetricDefinition, Series } from '@ringside/metrics';
import type { HostHealth } from '../health/hosts.ts';
import { isDemoted } from '../health/state.ts';
import type { HostCounts } from './monitor.ts';

/** What a client measures. */
export type ClientMetric = 'latency' | 'inFlight' | 'errors' | 'hedges' | 'probes' | 'retries' | 'quarantines' | 'demoted';

/** The definitions of what a client measures, for exposition and reference. */
export const CLIENT_METRICS: Readonly<Record<ClientMetric, MetricDefinition>> = {
  latency: {
    name: 'ringside_client_request_latency_seconds',
    kind: 'histogram',
    unit: 'seconds',
    help: 'Answers of a host by the time from sending a request to its answer, as the application sees it.',
    labels: ['host'],
    source: 'the driver’s request tracker',
  },
  inFlight: {
    name: 'ringside_client_in_flight_requests',
    kind: 'gauge',
    unit: 'none',
    help: 'Requests that a host has not answered, those that nobody waits for any more included.',
    labels: ['host'],
    source: 'the driver’s connections',
  },
  errors: {
    name: 'ringside_client_request_errors',
    kind: 'counter',
    unit: 'none',
    help: 'Requests to a host that failed, by the name of the driver’s error.',
    labels: ['host', 'error'],
    source: 'the driver’s request tracker',
  },
  hedges: {
    name: 'ringside_client_hedged_requests',
    kind: 'counter',
    unit: 'none',
    help: 'Second requests that a host was sent because another one took long.',
    labels: ['host'],
    source: 'the speculation policy',
  },
  probes: {
    name: 'ringside_client_probe_requests',
    kind: 'counter',
    unit: 'none',
    help: 'Requests that a host in quarantine was sent to find out whether it is well again.',
    labels: ['host'],
    source: 'the balancing policy',
  },
  retries: {
    name: 'ringside_client_retried_requests',
    kind: 'counter',
    unit: 'none',
    help: 'Requests that were sent again, by what had gone wrong.',
    labels: ['fault'],
    source: 'the retry policy',
  },
  quarantines: {
    name: 'ringside_client_host_quarantines',
    kind: 'counter',
    unit: 'none',
    help: 'How often a host went into quarantine, because it was slow or its requests failed.',
    labels: ['host'],
    source: 'the book of hosts',
  },
  demoted: {
    name: 'ringside_client_host_demoted',
    kind: 'gauge',
    unit: 'none',
    help: '1 while a host is in quarantine or on its way back and is asked last, else 0.',
    labels: ['host'],
    source: 'the book of hosts',
  },
};

/** What was counted, and how the hosts are now. */
export interface Measured {
  readonly counts: readonly HostCounts[];
  readonly retries: ReadonlyMap<string, number>;
  readonly health: readonly HostHealth[];
  /** Requests in flight by the address of the host. */
  readonly inFlight: ReadonlyMap<string, number>;
}

/** What was measured, in the shape that `expose()` of `metrics` writes for monitoring systems. */
export function toFamilies({ counts, retries, health, inFlight }: Measured, observedAtMs: number): readonly Family[] {
  const family = (definition: MetricDefinition, series: readonly Series[]): Family => ({ definition, series, observedAtMs });
  return [
    family(
      CLIENT_METRICS.latency,
      counts.map(({ address, latency }) => one([address], latency.read())),
    ),
    family(
      CLIENT_METRICS.inFlight,
      [...inFlight].map(([address, value]) => one([address], value)),
    ),
    family(
      CLIENT_METRICS.errors,
      counts.flatMap(({ address, errors }) => [...errors].map(([name, value]) => one([address, name], value))),
    ),
    family(
      CLIENT_METRICS.hedges,
      counts.map(({ address, hedges }) => one([address], hedges)),
    ),
    family(
      CLIENT_METRICS.probes,
      counts.map(({ address, probes }) => one([address], probes)),
    ),
    family(
      CLIENT_METRICS.retries,
      [...retries].map(([fault, value]) => one([fault], value)),
    ),
    family(
      CLIENT_METRICS.quarantines,
      health.map(({ address, quarantines }) => one([address], quarantines)),
    ),
    family(
      CLIENT_METRICS.demoted,
      health.map(({ address, state }) => one([address], isDemoted(state) ? 1 : 0)),
    ),
  ];
}

const one = (labelValues: readonly string[], value: Series['value']): Series => ({ labelValues, value });
