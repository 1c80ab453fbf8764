/** Samples of one series, one a minute, as `promtool test rules` writes them. */
export type Samples = Readonly<Record<string, string>>;

/** How one alert is shown to fire, and to be quiet when its condition is just missed. */
export interface RuleCase {
  readonly alert: string;
  readonly fires: Samples;
  /** The minute from which on the condition holds. A rate needs two samples, and grows until its range is full. */
  readonly holdsFromMinute: number;
  /** Labels of the alert, besides its severity. */
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Just not enough: the bound itself. */
  readonly quiet: Samples;
}

const node = '10.0.0.1:9042';
const LATENCY = 'cassandra_client_request_latency_seconds';
const always = (value: number): string => `${value}+0x150`;
const growing = (perMinute: number): string => `0+${perMinute}x150`;

/** A hundred observations a minute, so many of which are below the first bound, the others below the second. */
function histogram(name: string, labels: string, [first, second]: readonly [string, string], below: number): Samples {
  const bucket = (le: string): string => `${name}_bucket{${labels},le="${le}"}`;
  return { [bucket(first)]: growing(below), [bucket(second)]: growing(100), [bucket('+Inf')]: growing(100) };
}

const nodes: readonly RuleCase[] = [
  {
    alert: 'CassandraNodeNotUp',
    fires: {
      'ringside_node_verdict{instance="a",endpoint="10.0.0.3:7000",verdict="dead"}': always(1),
      'ringside_node_verdict{instance="b",endpoint="10.0.0.3:7000",verdict="dead"}': always(1),
    },
    holdsFromMinute: 0,
    labels: { endpoint: '10.0.0.3:7000', verdict: 'dead' },
    summary: 'Node 10.0.0.3:7000 has been dead for a minute.',
    quiet: { 'ringside_node_verdict{instance="a",endpoint="10.0.0.3:7000",verdict="notReady"}': always(1) },
  },
  {
    alert: 'CassandraCqlNotAnswering',
    fires: { [`ringside_cassandra_up{node="${node}",interface="cql"}`]: always(0) },
    holdsFromMinute: 0,
    labels: { node, interface: 'cql' },
    summary: 'Cassandra at 10.0.0.1:9042 has not answered CQL for a minute.',
    quiet: { [`ringside_cassandra_up{node="${node}",interface="cql"}`]: always(1) },
  },
  {
    alert: 'CassandraControlNotAnswering',
    fires: { [`ringside_cassandra_up{node="${node}",interface="control"}`]: always(0) },
    holdsFromMinute: 0,
    labels: { node, interface: 'control' },
    summary: 'The management interface of 10.0.0.1:9042 has not answered for five minutes, so most of its metrics are missing.',
    quiet: { [`ringside_cassandra_up{node="${node}",interface="control"}`]: '0 0 0 0 1 0 0 0 0 1 0 0 0 0 1+0x60' },
  },
  {
    alert: 'RingsideSidecarNotAnswering',
    fires: { 'up{job="ringside",instance="10.0.0.1:9043"}': always(0) },
    holdsFromMinute: 0,
    labels: { job: 'ringside', instance: '10.0.0.1:9043' },
    summary: 'Prometheus has not reached the sidecar at 10.0.0.1:9043 for two minutes.',
    quiet: { 'up{job="something",instance="10.0.0.1:9100"}': always(0) },
  },
  {
    alert: 'CassandraMetricsStale',
    fires: { [`ringside_node_metrics_age_seconds{node="${node}",group="tables"}`]: always(121) },
    holdsFromMinute: 0,
    labels: { node, group: 'tables' },
    summary: 'The sidecar has not been able to read the tables metrics of 10.0.0.1:9042 for 2m 1s.',
    quiet: { [`ringside_node_metrics_age_seconds{node="${node}",group="tables"}`]: always(120) },
  },
  {
    alert: 'CassandraNodeRestarting',
    fires: { [`cassandra_jvm_start_time_seconds{node="${node}"}`]: '1 2 3 4 4+0x9' },
    holdsFromMinute: 3,
    labels: { node },
    summary: 'Cassandra at 10.0.0.1:9042 has restarted 3 times within an hour.',
    quiet: { [`cassandra_jvm_start_time_seconds{node="${node}"}`]: '1 2 3 3+0x60' },
  },
];

const clients: readonly RuleCase[] = [
  {
    alert: 'CassandraRequestsUnavailable',
    fires: { [`cassandra_client_request_unavailables_total{node="${node}",operation="Read"}`]: growing(6) },
    holdsFromMinute: 1,
    labels: { operation: 'Read' },
    summary: 'Cassandra refuses Read requests because too few replicas are up.',
    quiet: { [`cassandra_client_request_unavailables_total{node="${node}",operation="Read"}`]: always(6) },
  },
  {
    alert: 'CassandraRequestTimeouts',
    fires: {
      [`cassandra_client_request_timeouts_total{node="${node}",operation="Write"}`]: growing(2),
      [`${LATENCY}_count{node="${node}",operation="Write"}`]: growing(100),
    },
    holdsFromMinute: 1,
    labels: { operation: 'Write' },
    summary: '2% of Write requests time out.',
    quiet: {
      [`cassandra_client_request_timeouts_total{node="${node}",operation="Write"}`]: growing(1),
      [`${LATENCY}_count{node="${node}",operation="Write"}`]: growing(100),
    },
  },
  {
    alert: 'CassandraRequestsSlow',
    fires: histogram(LATENCY, `node="${node}",operation="Read"`, ['0.5', '1'], 98),
    holdsFromMinute: 1,
    labels: { operation: 'Read' },
    summary: 'One Read request in a hundred takes longer than 750ms, over all nodes.',
    quiet: histogram(LATENCY, `node="${node}",operation="Read"`, ['0.5', '1'], 99.1),
  },
  {
    alert: 'CassandraMessagesDropped',
    fires: { [`cassandra_dropped_messages_total{node="${node}",message="MUTATION_REQ"}`]: growing(1) },
    holdsFromMinute: 1,
    labels: { node, message: 'MUTATION_REQ' },
    summary: '10.0.0.1:9042 drops MUTATION_REQ messages because they waited too long.',
    quiet: { [`cassandra_dropped_messages_total{node="${node}",message="MUTATION_REQ"}`]: always(9) },
  },
  {
    alert: 'CassandraRequestsDiscarded',
    fires: { [`cassandra_client_requests_discarded_total{node="${node}"}`]: growing(1) },
    holdsFromMinute: 1,
    labels: { node },
    summary: '10.0.0.1:9042 refuses requests of clients because it is overloaded.',
    quiet: { [`cassandra_client_requests_discarded_total{node="${node}"}`]: always(9) },
  },
  {
    alert: 'CassandraQueueGrowing',
    fires: { [`cassandra_thread_pool_pending_tasks{node="${node}",path="request",pool="ReadStage"}`]: always(16) },
    holdsFromMinute: 0,
    labels: { node, path: 'request', pool: 'ReadStage' },
    summary: 'The queue of ReadStage on 10.0.0.1:9042 has not been shorter than 16 tasks for five minutes.',
    quiet: { [`cassandra_thread_pool_pending_tasks{node="${node}",path="request",pool="ReadStage"}`]: always(15) },
  },
];

const data: readonly RuleCase[] = [
  {
    alert: 'CassandraHintsPilingUp',
    fires: { [`cassandra_hints_written_total{node="${node}"}`]: growing(1) },
    holdsFromMinute: 1,
    labels: { node },
    summary: '10.0.0.1:9042 has been storing hints for another node for 15 minutes.',
    quiet: { [`cassandra_hints_written_total{node="${node}"}`]: '0+6x10 60+0x100' },
  },
  {
    alert: 'CassandraHintsNotDelivered',
    fires: { [`cassandra_hints_timed_out_total{node="${node}"}`]: growing(1) },
    holdsFromMinute: 1,
    labels: { node },
    summary: '10.0.0.1:9042 cannot deliver the hints it has stored for another node.',
    quiet: { [`cassandra_hints_failed_total{node="${node}"}`]: always(3), [`cassandra_hints_timed_out_total{node="${node}"}`]: always(3) },
  },
  {
    alert: 'CassandraTombstonesPerRead',
    fires: histogram('cassandra_table_tombstones_per_read', 'keyspace="shop",table="carts"', ['1000', '2000'], 98),
    holdsFromMinute: 1,
    labels: { keyspace: 'shop', table: 'carts' },
    summary: 'One read in a hundred of shop.carts scans more than 1,000 tombstones.',
    quiet: histogram('cassandra_table_tombstones_per_read', 'keyspace="shop",table="carts"', ['1000', '2000'], 99.1),
  },
  {
    alert: 'CassandraSstablesPerRead',
    fires: histogram('cassandra_table_sstables_per_read', 'keyspace="shop",table="carts"', ['10', '20'], 98),
    holdsFromMinute: 1,
    labels: { keyspace: 'shop', table: 'carts' },
    summary: 'One read in a hundred of shop.carts looks into more than 10 SSTables.',
    quiet: histogram('cassandra_table_sstables_per_read', 'keyspace="shop",table="carts"', ['10', '20'], 99.1),
  },
  {
    alert: 'CassandraCompactionsBehind',
    fires: { [`cassandra_compaction_pending_tasks{node="${node}"}`]: always(101) },
    holdsFromMinute: 0,
    labels: { node },
    summary: '10.0.0.1:9042 has had more than 100 pending compactions for an hour.',
    quiet: { [`cassandra_compaction_pending_tasks{node="${node}"}`]: always(100) },
  },
];

const others: readonly RuleCase[] = [
  {
    alert: 'CassandraRepairTooOld',
    fires: {
      [`ringside_repair_age_ratio{node="${node}",keyspace="shop"}`]: always(0.91),
      [`ringside_repair_age_ratio{node="${node}",keyspace="logs"}`]: always(0.2),
    },
    holdsFromMinute: 0,
    labels: { node, keyspace: 'shop' },
    summary: 'The repair of shop on 10.0.0.1:9042 has used up 91% of gc_grace_seconds.',
    quiet: { [`ringside_repair_age_ratio{node="${node}",keyspace="shop"}`]: always(0.9) },
  },
  {
    alert: 'CassandraDiskAlmostFull',
    fires: {
      [`ringside_data_disk_available_bytes{node="${node}",directory="/data"}`]: always(99),
      [`ringside_data_disk_size_bytes{node="${node}",directory="/data"}`]: always(1_000),
    },
    holdsFromMinute: 0,
    labels: { node, directory: '/data' },
    summary: 'The disk of 10.0.0.1:9042 with /data has 9.9% of its room left.',
    quiet: {
      [`ringside_data_disk_available_bytes{node="${node}",directory="/data"}`]: always(100),
      [`ringside_data_disk_size_bytes{node="${node}",directory="/data"}`]: always(1_000),
    },
  },
  {
    alert: 'CassandraGarbageCollection',
    fires: {
      [`cassandra_jvm_gc_collection_seconds_total{node="${node}",collector="G1 Young Generation"}`]: growing(6),
      [`cassandra_jvm_gc_collection_seconds_total{node="${node}",collector="G1 Old Generation"}`]: growing(6),
    },
    holdsFromMinute: 3,
    labels: { node },
    summary: '10.0.0.1:9042 spends 20% of its time collecting garbage.',
    quiet: { [`cassandra_jvm_gc_collection_seconds_total{node="${node}",collector="G1 Young Generation"}`]: growing(6) },
  },
  {
    alert: 'CassandraOpenFiles',
    fires: { [`cassandra_jvm_open_files{node="${node}"}`]: always(81), [`cassandra_jvm_open_files_max{node="${node}"}`]: always(100) },
    holdsFromMinute: 0,
    labels: { node },
    summary: '10.0.0.1:9042 has opened 81% of the files that its limit allows.',
    quiet: { [`cassandra_jvm_open_files{node="${node}"}`]: always(80), [`cassandra_jvm_open_files_max{node="${node}"}`]: always(100) },
  },
  {
    alert: 'CassandraUncaughtExceptions',
    fires: { [`cassandra_storage_exceptions_total{node="${node}"}`]: '0 0 1 1+0x9' },
    holdsFromMinute: 2,
    labels: { node },
    summary: '10.0.0.1:9042 logged an exception that nothing handled.',
    quiet: { [`cassandra_storage_exceptions_total{node="${node}"}`]: always(4) },
  },
  {
    alert: 'RingsideSeriesLeftOut',
    fires: {
      [`ringside_node_metrics_left_out_series{node="${node}",metric="cassandra_table_sstables"}`]: always(2),
      [`ringside_node_metrics_left_out_series{node="${node}",metric="cassandra_table_live_bytes"}`]: always(3),
    },
    holdsFromMinute: 0,
    labels: { node },
    summary: 'metrics.maxSeries leaves out 5 series of 10.0.0.1:9042.',
    quiet: { [`ringside_node_metrics_left_out_series{node="${node}",metric="cassandra_table_sstables"}`]: always(0) },
  },
  {
    alert: 'RingsideSeriesNotPushed',
    fires: { 'ringside_push_lost_series_total{receiver="statsd"}': growing(1) },
    holdsFromMinute: 1,
    labels: { receiver: 'statsd' },
    summary: 'The statsd receiver does not get all series.',
    quiet: { 'ringside_push_lost_series_total{receiver="statsd"}': always(7) },
  },
  {
    alert: 'RingsideCertificateExpires',
    fires: { 'ringside_tls_certificate_expiry_time_seconds{instance="10.0.0.1:9043"}': always(600_000) },
    holdsFromMinute: 0,
    labels: { instance: '10.0.0.1:9043' },
    summary: 'The certificate of the sidecar at 10.0.0.1:9043 expires in 6d 21h 40m 0s.',
    quiet: {
      'ringside_tls_certificate_expiry_time_seconds{instance="a week"}': '604800+60x150',
      'ringside_tls_certificate_expiry_time_seconds{instance="no TLS"}': always(0),
    },
  },
];

/** One case for each rule. */
export const ruleCases: readonly RuleCase[] = [...nodes, ...clients, ...data, ...others];
