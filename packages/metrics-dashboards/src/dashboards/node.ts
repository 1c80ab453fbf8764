import type { Dashboard } from './panel.ts';
import { lines, percentile, perSecond, row, stat } from './rows.ts';

const ON = '{node=~"$node"}';
const LATENCY = 'cassandra_client_request_latency_seconds';
const of = (metric: string): string => `${metric}${ON}`;

/** What one node, or some, is doing, and what holds it up. */
export const nodeDashboard: Dashboard = {
  uid: 'ringside-node',
  title: 'Cassandra node',
  description: 'What a node is doing, where its work queues, and what its Java virtual machine and disk say.',
  variables: [{ name: 'node', from: 'ringside_cassandra_up', many: true }],
  rows: [
    row(
      'Is it there?',
      stat('Answers', 'short', '1 while it answers, once for CQL and once for the management interface.', [
        of('ringside_cassandra_up'),
        '{{node}} {{interface}}',
      ]),
      stat('Started', 'dateTimeFromNow', 'When the process started.', [`1000 * ${of('cassandra_jvm_start_time_seconds')}`, '{{node}}']),
      stat('Age of what is shown', 's', 'How old the values are. They grow old while the node does not answer.', [
        `max by (node) (${of('ringside_node_metrics_age_seconds')})`,
        '{{node}}',
      ]),
      stat('Connections', 'short', 'CQL connections of clients.', [of('cassandra_client_connections'), '{{node}}']),
    ),
    row(
      'As coordinator',
      lines('Requests', 'ops', 'Requests of clients that this node coordinates.', [
        perSecond(`${LATENCY}_count`, ON, 'node', 'operation'),
        '{{node}} {{operation}}',
      ]),
      lines(
        'Latency, 99%',
        's',
        'From the arrival of a request to its answer. Compare with the latency as replica below: a gap is the network, or another replica.',
        [percentile(0.99, LATENCY, ON, 'node', 'operation'), '{{node}} {{operation}}'],
      ),
      lines(
        'Errors',
        'ops',
        'What clients see as errors.',
        [perSecond('cassandra_client_request_timeouts_total', ON, 'node', 'operation'), '{{node}} {{operation}} timed out'],
        [perSecond('cassandra_client_request_unavailables_total', ON, 'node', 'operation'), '{{node}} {{operation}} unavailable'],
        [perSecond('cassandra_client_request_failures_total', ON, 'node', 'operation'), '{{node}} {{operation}} failed'],
        [perSecond('cassandra_client_requests_discarded_total', ON, 'node'), '{{node}} discarded'],
      ),
    ),
    row(
      'As replica',
      lines(
        'Latency, 99%',
        's',
        'What this node itself takes, over all its tables.',
        [percentile(0.99, 'cassandra_table_read_latency_seconds', ON, 'node'), '{{node}} read'],
        [percentile(0.99, 'cassandra_table_write_latency_seconds', ON, 'node'), '{{node}} write'],
      ),
      lines('Dropped messages', 'ops', 'Messages that waited too long in this node’s queues.', [
        perSecond('cassandra_dropped_messages_total', ON, 'node', 'message'),
        '{{node}} {{message}}',
      ]),
      lines('Reads that found a difference', 'ops', 'Replicas differed; the read waits until enough of them have the newest values.', [
        perSecond('cassandra_read_repair_blocking_total', ON, 'node'),
        '{{node}}',
      ]),
    ),
    row(
      'Queues',
      lines('Pending tasks', 'short', 'A queue that is longer at each look means that the node cannot keep up.', [
        `${of('cassandra_thread_pool_pending_tasks')} > 0 or sum by (node, pool) (cassandra_thread_pool_pending_tasks{node=~"$node",pool=~"ReadStage|MutationStage|Native-Transport-Requests"})`,
        '{{node}} {{pool}}',
      ]),
      lines('Tasks that had to wait for room', 'ops', 'The queue itself was full. Should stay at 0.', [
        perSecond('cassandra_thread_pool_tasks_blocked_total', ON, 'node', 'pool'),
        '{{node}} {{pool}}',
      ]),
      lines('Compactions', 'short', 'Pending ones must come down again within the day.', [
        of('cassandra_compaction_pending_tasks'),
        '{{node}} pending',
      ]),
      lines('Bytes compacted', 'Bps', 'What compactions read. At its limit for hours while others wait: raise the limit or add nodes.', [
        perSecond('cassandra_compaction_compacted_bytes_total', ON, 'node'),
        '{{node}}',
      ]),
      lines(
        'Waiting for the commit log, 99%',
        's',
        'Writes wait for the disk of the commit log.',
        [percentile(0.99, 'cassandra_commit_log_waiting_on_commit_seconds', ON, 'node'), '{{node}} sync'],
        [percentile(0.99, 'cassandra_commit_log_waiting_on_segment_seconds', ON, 'node'), '{{node}} new segment'],
      ),
    ),
    row(
      'Other nodes',
      lines('Time-outs by peer', 'ops', 'Requests that a peer did not answer in time. One peer alone: look there.', [
        perSecond('cassandra_internode_timeouts_total', ON, 'node', 'peer'),
        '{{node}} → {{peer}}',
      ]),
      lines(
        'Hints',
        'ops',
        'Stored for nodes that are away, then delivered. Failed ones are tried again.',
        [perSecond('cassandra_hints_written_total', ON, 'node'), '{{node}} stored'],
        [perSecond('cassandra_hints_succeeded_total', ON, 'node'), '{{node}} delivered'],
        [perSecond('cassandra_hints_failed_total', ON, 'node'), '{{node}} failed'],
        [perSecond('cassandra_hints_timed_out_total', ON, 'node'), '{{node}} timed out'],
      ),
      lines(
        'Streaming',
        'Bps',
        'Bootstrap, decommission, repair and rebuild.',
        [perSecond('cassandra_streaming_received_bytes_total', ON, 'node'), '{{node}} in'],
        [perSecond('cassandra_streaming_sent_bytes_total', ON, 'node'), '{{node}} out'],
      ),
    ),
    row(
      'Memory, processor, files',
      lines(
        'Heap',
        'bytes',
        'Its lowest points matter: if they rise, something stays.',
        [of('cassandra_jvm_heap_used_bytes'), '{{node}} used'],
        [of('cassandra_jvm_heap_max_bytes'), '{{node}} limit'],
      ),
      lines('Time in garbage collection', 'percentunit', 'Share of the time, by collector.', [
        perSecond('cassandra_jvm_gc_collection_seconds_total', ON, 'node', 'collector'),
        '{{node}} {{collector}}',
      ]),
      lines('Processors in use', 'short', 'Processor seconds a second.', [
        perSecond('cassandra_jvm_cpu_seconds_total', ON, 'node'),
        '{{node}}',
      ]),
      lines('Cache hits', 'percentunit', 'Share of the lookups that found what they looked for.', [
        `${perSecond('cassandra_cache_hits_total', ON, 'node', 'cache')} / (${perSecond('cassandra_cache_hits_total', ON, 'node', 'cache')} + ${perSecond('cassandra_cache_misses_total', ON, 'node', 'cache')})`,
        '{{node}} {{cache}}',
      ]),
      lines('Open files', 'percentunit', 'Share of what the limit allows.', [
        `${of('cassandra_jvm_open_files')} / ${of('cassandra_jvm_open_files_max')}`,
        '{{node}}',
      ]),
      lines('Data on disk', 'bytes', 'Live SSTables.', [of('cassandra_storage_load_bytes'), '{{node}}']),
    ),
  ],
};
