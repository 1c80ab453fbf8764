import type { Dashboard } from './panel.ts';
import { lines, percentile, perSecond, row, stat } from './rows.ts';

const LATENCY = 'cassandra_client_request_latency_seconds';

/** Whether the cluster serves its clients, and which node to look at. */
export const clusterDashboard: Dashboard = {
  uid: 'ringside-cluster',
  title: 'Cassandra cluster',
  description: 'Do clients get answers, does work pile up, what runs out? Start here, then open a node or a table.',
  variables: [],
  rows: [
    row(
      'Is it healthy?',
      stat('Nodes up', 'short', 'Nodes that all sidecars together consider up.', ['max(ringside_nodes{verdict="up"})', 'up']),
      stat('Nodes not up', 'short', 'Anything but 0 needs a look: dead, frozen, cut off, disputed or not ready.', [
        'max(sum by (instance) (ringside_nodes{verdict!="up"})) or vector(0)',
        'not up',
      ]),
      stat('Requests refused', 'ops', 'Requests a second that too few replicas were up for. Any is an outage of a part of the data.', [
        'sum(rate(cassandra_client_request_unavailables_total[$__rate_interval]))',
        'refused',
      ]),
      stat('Requests timed out', 'ops', 'Requests a second that too few replicas answered in time.', [
        'sum(rate(cassandra_client_request_timeouts_total[$__rate_interval]))',
        'timed out',
      ]),
    ),
    row(
      'Do clients get answers?',
      lines('Requests', 'ops', 'Requests a second, by kind, over all coordinators.', [
        perSecond(`${LATENCY}_count`, '', 'operation'),
        '{{operation}}',
      ]),
      lines(
        'Latency of reads',
        's',
        'Over all nodes: the buckets of all nodes are added, so these are percentiles of all requests.',
        [percentile(0.5, LATENCY, '{operation="Read"}'), '50%'],
        [percentile(0.99, LATENCY, '{operation="Read"}'), '99%'],
      ),
      lines(
        'Latency of writes',
        's',
        'Over all nodes, as for reads.',
        [percentile(0.5, LATENCY, '{operation="Write"}'), '50%'],
        [percentile(0.99, LATENCY, '{operation="Write"}'), '99%'],
      ),
      lines('Slowest percent of reads, by node', 's', 'One node above the others is slow, or coordinates larger requests.', [
        percentile(0.99, LATENCY, '{operation="Read"}', 'node'),
        '{{node}}',
      ]),
      lines(
        'Errors',
        'ops',
        'What clients see as errors: too few replicas, no answer in time, a replica that failed.',
        [perSecond('cassandra_client_request_unavailables_total', '', 'operation'), '{{operation}} unavailable'],
        [perSecond('cassandra_client_request_timeouts_total', '', 'operation'), '{{operation}} timed out'],
        [perSecond('cassandra_client_request_failures_total', '', 'operation'), '{{operation}} failed'],
      ),
      lines('Connections of clients', 'short', 'An application that reconnects all the time shows as a saw.', [
        'sum by (node) (cassandra_client_connections)',
        '{{node}}',
      ]),
    ),
    row(
      'Does work pile up?',
      lines('Dropped messages', 'ops', 'Should stay at 0. A replica that dropped a write lacks it until a hint or a repair brings it.', [
        perSecond('cassandra_dropped_messages_total', '', 'node', 'message'),
        '{{node}} {{message}}',
      ]),
      lines('Pending compactions', 'short', 'May rise after a load or a repair, and must come down again within the day.', [
        'sum by (node) (cassandra_compaction_pending_tasks)',
        '{{node}}',
      ]),
      lines('Hints stored', 'ops', 'Writes kept for a node that is away. They follow an outage; without one a node is too slow.', [
        perSecond('cassandra_hints_written_total', '', 'node'),
        '{{node}}',
      ]),
    ),
    row(
      'What runs out?',
      lines('Data', 'bytes', 'Live SSTables on disk. Compactions and snapshots need room beside it.', [
        'sum by (node) (cassandra_storage_load_bytes)',
        '{{node}}',
      ]),
      lines('Room on disks', 'percentunit', 'Share of the disk that can still be written. The fullest disk of each node.', [
        'min by (node) (ringside_data_disk_available_bytes / ringside_data_disk_size_bytes)',
        '{{node}}',
      ]),
      lines('Time in garbage collection', 'percentunit', 'Share of the time. Above 10% latencies suffer.', [
        perSecond('cassandra_jvm_gc_collection_seconds_total', '', 'node'),
        '{{node}}',
      ]),
      lines('Processors in use', 'short', 'Processor seconds a second of each node.', [
        perSecond('cassandra_jvm_cpu_seconds_total', '', 'node'),
        '{{node}}',
      ]),
    ),
  ],
};
