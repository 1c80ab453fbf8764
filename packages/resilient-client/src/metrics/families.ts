import type { Family, MetricDefinition, Series } from '@ringside/metrics';
import type { Admission } from '../admission/admission.ts';
import type { HostHealth } from '../health/hosts.ts';
import { isDemoted } from '../health/state.ts';
import type { Monitor } from './monitor.ts';

/** What a client measures. */
export type ClientMetric =
  | 'latency'
  | 'inFlight'
  | 'errors'
  | 'hedges'
  | 'probes'
  | 'retries'
  | 'quarantines'
  | 'demoted'
  | 'inProgress'
  | 'queued'
  | 'waits'
  | 'refused';

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
  inProgress: {
    name: 'ringside_client_requests_in_progress',
    kind: 'gauge',
    unit: 'none',
    help: 'Statements and batches that were sent and have neither succeeded nor finally failed. Retries and hedges do not count separately.',
    labels: [],
    source: 'the bound on requests',
  },
  queued: {
    name: 'ringside_client_queued_requests',
    kind: 'gauge',
    unit: 'none',
    help: 'Statements and batches that wait because the limit of requests in progress is reached.',
    labels: [],
    source: 'the bound on requests',
  },
  waits: {
    name: 'ringside_client_request_wait_seconds',
    kind: 'histogram',
    unit: 'seconds',
    help: 'How long statements and batches waited before they were sent; those sent immediately are not counted.',
    labels: [],
    source: 'the bound on requests',
  },
  refused: {
    name: 'ringside_client_refused_requests',
    kind: 'counter',
    unit: 'none',
    help: 'Statements and batches that failed before they were sent: the queue was full, they waited too long, or the client was shut down.',
    labels: ['reason'],
    source: 'the bound on requests',
  },
};

/** What was counted, and how the hosts are now. */
export interface Measured {
  readonly monitor: Monitor;
  readonly health: readonly HostHealth[];
  /** Requests in flight by the address of the host. */
  readonly inFlight: ReadonlyMap<string, number>;
  readonly admission: Pick<Admission, 'inProgress' | 'waiting'>;
}

/** What was measured, in the shape that `expose()` of `metrics` writes for monitoring systems. */
export function toFamilies({ monitor, health, inFlight, admission }: Measured, observedAtMs: number): readonly Family[] {
  const counts = monitor.hosts();
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
      [...monitor.retries()].map(([fault, value]) => one([fault], value)),
    ),
    family(
      CLIENT_METRICS.quarantines,
      health.map(({ address, quarantines }) => one([address], quarantines)),
    ),
    family(
      CLIENT_METRICS.demoted,
      health.map(({ address, state }) => one([address], isDemoted(state) ? 1 : 0)),
    ),
    family(CLIENT_METRICS.inProgress, [one([], admission.inProgress)]),
    family(CLIENT_METRICS.queued, [one([], admission.waiting)]),
    family(CLIENT_METRICS.waits, [one([], monitor.waits.read())]),
    family(
      CLIENT_METRICS.refused,
      [...monitor.refusals()].map(([reason, value]) => one([reason], value)),
    ),
  ];
}

const one = (labelValues: readonly string[], value: Series['value']): Series => ({ labelValues, value });
