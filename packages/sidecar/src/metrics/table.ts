/** What is known of a metric before anything is measured. */
export interface MetricRow {
  /** As Prometheus knows them: a counter only grows, a gauge goes up and down, a histogram counts into buckets. */
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /** Names of its labels. */
  readonly labels: readonly string[];
  /** What it measures, in one sentence; its unit is in its name. */
  readonly doc: string;
}

/** Names of the metrics that a sidecar exposes. */
export type MetricName =
  | 'process_cpu_seconds_total'
  | 'process_resident_memory_bytes'
  | 'process_start_time_seconds'
  | 'ringside_cassandra_up'
  | 'ringside_http_request_duration_seconds'
  | 'ringside_http_requests_in_progress'
  | 'ringside_http_requests_total'
  | 'ringside_node_verdict'
  | 'ringside_nodes'
  | 'ringside_sidecar_info'
  | 'ringside_tls_certificate_expiry_time_seconds'
  | 'ringside_tls_reload_failed';

/**
 * The one table of every metric of a sidecar: `/metrics` and the reference page are made from it. Names and units follow Prometheus'
 * conventions; those of the process are what its client libraries agree on.
 */
export const metricTable: Readonly<Record<MetricName, MetricRow>> = {
  ringside_cassandra_up: {
    kind: 'gauge',
    labels: ['node', 'interface'],
    doc: 'Whether the node answered just now: 1 or 0, once for CQL and once for its management interface.',
  },
  ringside_nodes: {
    kind: 'gauge',
    labels: ['verdict'],
    doc: 'Nodes of the cluster by what all sidecars together know of them.',
  },
  ringside_node_verdict: {
    kind: 'gauge',
    labels: ['endpoint', 'verdict'],
    doc: '1 for each node that is not up; a node that is up has no series.',
  },
  ringside_http_requests_total: {
    kind: 'counter',
    labels: ['route', 'status'],
    doc: 'Requests that the sidecar has answered since it started.',
  },
  ringside_http_request_duration_seconds: {
    kind: 'histogram',
    labels: ['route'],
    doc: 'From the arrival of a request to the last byte of its answer.',
  },
  ringside_http_requests_in_progress: {
    kind: 'gauge',
    labels: [],
    doc: 'Requests that wait for their answer, the one that reads this included.',
  },
  ringside_sidecar_info: {
    kind: 'gauge',
    labels: ['version'],
    doc: 'Always 1; its label is the version of the sidecar.',
  },
  ringside_tls_certificate_expiry_time_seconds: {
    kind: 'gauge',
    labels: [],
    doc: 'When the server certificate in use ends, in seconds since 1970; 0 without TLS.',
  },
  ringside_tls_reload_failed: {
    kind: 'gauge',
    labels: [],
    doc: '1 while the TLS files on disk cannot be used, and the older ones still are; else 0.',
  },
  process_cpu_seconds_total: {
    kind: 'counter',
    labels: [],
    doc: 'Processor time of the sidecar since it started, user and system together.',
  },
  process_resident_memory_bytes: {
    kind: 'gauge',
    labels: [],
    doc: 'Memory of the sidecar’s process that is in RAM.',
  },
  process_start_time_seconds: {
    kind: 'gauge',
    labels: [],
    doc: 'When the sidecar started, in seconds since 1970.',
  },
};

/** What the labels stand for. */
export const labelTable: Readonly<Record<string, string>> = {
  node: 'Address and CQL port of a Cassandra beside the sidecar, such as `127.0.0.1:9042`.',
  interface: '`cql` or `control`, the management interface.',
  endpoint: 'Address and storage port of a node, such as `127.0.0.1:7000`.',
  verdict: '`up`, `notReady`, `frozen`, `dead`, `cutOff`, `disputed`, `down` or `unknown`, as in the HTTP reference.',
  route: 'Name of the route, as in the HTTP reference; `other` for files and for paths that no route has.',
  status: 'HTTP status of the answer; `aborted` where the client left before it was complete.',
  version: 'Version of the package.',
};

/** Upper ends of the histogram's buckets, in seconds. Snapshots and drains wait for a disk, so it goes on to a minute. */
export const DURATION_BUCKETS_SECONDS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
