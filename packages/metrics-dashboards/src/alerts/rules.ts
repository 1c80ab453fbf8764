import type { AlertGroup, AlertRule } from './rule.ts';

const nodes: readonly AlertRule[] = [
  {
    alert: 'CassandraNodeNotUp',
    expr: 'max by (endpoint, verdict) (ringside_node_verdict{verdict=~"dead|down|frozen|cutOff"}) == 1',
    for: '1m',
    severity: 'critical',
    summary: 'Node {{ $labels.endpoint }} has been {{ $labels.verdict }} for a minute.',
    section: 'a-node-is-killed',
  },
  {
    alert: 'CassandraCqlNotAnswering',
    expr: 'ringside_cassandra_up{interface="cql"} == 0',
    for: '1m',
    severity: 'critical',
    summary: 'Cassandra at {{ $labels.node }} has not answered CQL for a minute.',
    section: 'a-node-is-frozen',
  },
  {
    alert: 'CassandraControlNotAnswering',
    expr: 'ringside_cassandra_up{interface="control"} == 0',
    for: '5m',
    severity: 'warning',
    summary: 'The management interface of {{ $labels.node }} has not answered for five minutes, so most of its metrics are missing.',
    section: 'a-node-is-frozen',
  },
  {
    alert: 'RingsideSidecarNotAnswering',
    expr: 'up{job="ringside"} == 0',
    for: '2m',
    severity: 'warning',
    summary: 'Prometheus has not reached the sidecar at {{ $labels.instance }} for two minutes.',
    section: 'the-sidecar-itself',
  },
  {
    alert: 'CassandraMetricsStale',
    expr: 'max by (node, group) (ringside_node_metrics_age_seconds) > 120',
    for: '2m',
    severity: 'warning',
    summary:
      'The sidecar has not been able to read the {{ $labels.group }} metrics of {{ $labels.node }} for {{ $value | humanizeDuration }}.',
    section: 'a-node-is-frozen',
  },
  {
    alert: 'CassandraNodeRestarting',
    expr: 'changes(cassandra_jvm_start_time_seconds[1h]) > 2',
    for: '0s',
    severity: 'warning',
    summary: 'Cassandra at {{ $labels.node }} has restarted {{ $value }} times within an hour.',
    section: 'a-node-is-killed',
  },
];

const clients: readonly AlertRule[] = [
  {
    alert: 'CassandraRequestsUnavailable',
    expr: 'sum by (operation) (rate(cassandra_client_request_unavailables_total[5m])) > 0',
    for: '1m',
    severity: 'critical',
    summary: 'Cassandra refuses {{ $labels.operation }} requests because too few replicas are up.',
    section: 'a-node-is-killed',
  },
  {
    alert: 'CassandraRequestTimeouts',
    expr: 'sum by (operation) (rate(cassandra_client_request_timeouts_total[5m])) / sum by (operation) (rate(cassandra_client_request_latency_seconds_count[5m])) > 0.01',
    for: '5m',
    severity: 'critical',
    summary: '{{ $value | humanizePercentage }} of {{ $labels.operation }} requests time out.',
    section: 'overload',
  },
  {
    alert: 'CassandraRequestsSlow',
    expr: 'histogram_quantile(0.99, sum by (le, operation) (rate(cassandra_client_request_latency_seconds_bucket{operation=~"Read|Write"}[5m]))) > 0.5',
    for: '10m',
    severity: 'warning',
    summary: 'One {{ $labels.operation }} request in a hundred takes longer than {{ $value | humanizeDuration }}, over all nodes.',
    section: 'overload',
  },
  {
    alert: 'CassandraMessagesDropped',
    expr: 'sum by (node, message) (increase(cassandra_dropped_messages_total[5m])) > 0',
    for: '1m',
    severity: 'warning',
    summary: '{{ $labels.node }} drops {{ $labels.message }} messages because they waited too long.',
    section: 'overload',
  },
  {
    alert: 'CassandraRequestsDiscarded',
    expr: 'sum by (node) (increase(cassandra_client_requests_discarded_total[5m])) > 0',
    for: '1m',
    severity: 'warning',
    summary: '{{ $labels.node }} refuses requests of clients because it is overloaded.',
    section: 'overload',
  },
  {
    alert: 'CassandraQueueGrowing',
    expr: 'min_over_time(cassandra_thread_pool_pending_tasks{pool=~"ReadStage|MutationStage|Native-Transport-Requests"}[5m]) > 15',
    for: '5m',
    severity: 'warning',
    summary: 'The queue of {{ $labels.pool }} on {{ $labels.node }} has not been shorter than {{ $value }} tasks for five minutes.',
    section: 'overload',
  },
];

const data: readonly AlertRule[] = [
  {
    alert: 'CassandraHintsPilingUp',
    expr: 'sum by (node) (rate(cassandra_hints_written_total[5m])) > 0',
    for: '15m',
    severity: 'warning',
    summary: '{{ $labels.node }} has been storing hints for another node for 15 minutes.',
    section: 'hints-pile-up',
  },
  {
    alert: 'CassandraHintsNotDelivered',
    expr: 'sum by (node) (increase(cassandra_hints_failed_total[15m])) > 0 or sum by (node) (increase(cassandra_hints_timed_out_total[15m])) > 0',
    for: '15m',
    severity: 'warning',
    summary: '{{ $labels.node }} cannot deliver the hints it has stored for another node.',
    section: 'hints-pile-up',
  },
  {
    alert: 'CassandraTombstonesPerRead',
    expr: 'histogram_quantile(0.99, sum by (le, keyspace, table) (rate(cassandra_table_tombstones_per_read_bucket[15m]))) > 1000',
    for: '15m',
    severity: 'warning',
    summary: 'One read in a hundred of {{ $labels.keyspace }}.{{ $labels.table }} scans more than 1,000 tombstones.',
    section: 'tombstones',
  },
  {
    alert: 'CassandraSstablesPerRead',
    expr: 'histogram_quantile(0.99, sum by (le, keyspace, table) (rate(cassandra_table_sstables_per_read_bucket[15m]))) > 10',
    for: '30m',
    severity: 'warning',
    summary: 'One read in a hundred of {{ $labels.keyspace }}.{{ $labels.table }} looks into more than 10 SSTables.',
    section: 'compaction-falls-behind',
  },
  {
    alert: 'CassandraCompactionsBehind',
    expr: 'min_over_time(cassandra_compaction_pending_tasks[30m]) > 100',
    for: '30m',
    severity: 'warning',
    summary: '{{ $labels.node }} has had more than 100 pending compactions for an hour.',
    section: 'compaction-falls-behind',
  },
  {
    alert: 'CassandraRepairTooOld',
    expr: 'max by (node, keyspace) (ringside_repair_age_ratio) > 0.9',
    for: '1h',
    severity: 'warning',
    summary:
      'The repair of {{ $labels.keyspace }} on {{ $labels.node }} has used up {{ $value | humanizePercentage }} of gc_grace_seconds.',
    section: 'the-repair-is-too-old',
  },
];

const resources: readonly AlertRule[] = [
  {
    alert: 'CassandraDiskAlmostFull',
    expr: 'min by (node, directory) (ringside_data_disk_available_bytes / ringside_data_disk_size_bytes) < 0.1',
    for: '5m',
    severity: 'critical',
    summary: 'The disk of {{ $labels.node }} with {{ $labels.directory }} has {{ $value | humanizePercentage }} of its room left.',
    section: 'the-disk-fills',
  },
  {
    alert: 'CassandraGarbageCollection',
    expr: 'sum by (node) (rate(cassandra_jvm_gc_collection_seconds_total[5m])) > 0.1',
    for: '10m',
    severity: 'warning',
    summary: '{{ $labels.node }} spends {{ $value | humanizePercentage }} of its time collecting garbage.',
    section: 'garbage-collection',
  },
  {
    alert: 'CassandraOpenFiles',
    expr: 'cassandra_jvm_open_files / cassandra_jvm_open_files_max > 0.8',
    for: '10m',
    severity: 'warning',
    summary: '{{ $labels.node }} has opened {{ $value | humanizePercentage }} of the files that its limit allows.',
    section: 'compaction-falls-behind',
  },
  {
    alert: 'CassandraUncaughtExceptions',
    expr: 'increase(cassandra_storage_exceptions_total[10m]) > 0',
    for: '0s',
    severity: 'warning',
    summary: '{{ $labels.node }} logged an exception that nothing handled.',
    section: 'exceptions',
  },
];

const sidecar: readonly AlertRule[] = [
  {
    alert: 'RingsideSeriesLeftOut',
    expr: 'sum by (node) (ringside_node_metrics_left_out_series) > 0',
    for: '10m',
    severity: 'info',
    summary: 'metrics.maxSeries leaves out {{ $value }} series of {{ $labels.node }}.',
    section: 'the-sidecar-itself',
  },
  {
    alert: 'RingsideSeriesNotPushed',
    expr: 'sum by (receiver) (increase(ringside_push_lost_series_total[10m])) > 0',
    for: '10m',
    severity: 'info',
    summary: 'The {{ $labels.receiver }} receiver does not get all series.',
    section: 'the-sidecar-itself',
  },
  {
    alert: 'RingsideCertificateExpires',
    expr: '(ringside_tls_certificate_expiry_time_seconds > 0) - time() < 604800',
    for: '1h',
    severity: 'warning',
    summary: 'The certificate of the sidecar at {{ $labels.instance }} expires in {{ $value | humanizeDuration }}.',
    section: 'the-sidecar-itself',
  },
];

/** Every alert that Ringside ships. */
export const alertGroups: readonly AlertGroup[] = [
  { name: 'ringside-nodes', rules: nodes },
  { name: 'ringside-clients', rules: clients },
  { name: 'ringside-data', rules: data },
  { name: 'ringside-resources', rules: resources },
  { name: 'ringside-sidecar', rules: sidecar },
];
