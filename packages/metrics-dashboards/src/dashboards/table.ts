import type { Dashboard } from './panel.ts';
import { lines, percentile, perSecond, row, stat } from './rows.ts';

const OF = '{keyspace=~"$keyspace",table=~"$table"}';
const BY = ['keyspace', 'table'] as const;
const NAME = '{{keyspace}}.{{table}}';
const sum = (metric: string): string => `sum by (keyspace, table) (${metric}${OF})`;
const max = (metric: string): string => `max by (keyspace, table) (${metric}${OF})`;

/** What a table costs its replicas, and why. */
export const tableDashboard: Dashboard = {
  uid: 'ringside-table',
  title: 'Cassandra table',
  description: 'What a table costs its replicas: latency, SSTables and tombstones per read, size, compaction, repair.',
  variables: [
    { name: 'keyspace', from: 'cassandra_table_sstables', many: false },
    { name: 'table', from: 'cassandra_table_sstables{keyspace=~"$keyspace"}', many: true },
  ],
  rows: [
    row(
      'At a glance',
      stat('On disk', 'bytes', 'All replicas together.', [sum('cassandra_table_live_bytes'), NAME]),
      stat(
        'Largest partition',
        'bytes',
        'The largest compacted partition of any replica. Above 100 MB it slows everything that touches it.',
        [max('cassandra_table_max_partition_bytes'), NAME],
      ),
      stat('Repaired', 'percentunit', 'The lowest share of repaired bytes of any replica; only incremental repair raises it.', [
        `min by (keyspace, table) (cassandra_table_repaired_ratio${OF})`,
        NAME,
      ]),
    ),
    row(
      'Requests at the replicas',
      lines('Reads', 'ops', 'Reads of a partition, over all replicas.', [
        perSecond('cassandra_table_read_latency_seconds_count', OF, ...BY),
        NAME,
      ]),
      lines('Writes', 'ops', 'Over all replicas.', [perSecond('cassandra_table_write_latency_seconds_count', OF, ...BY), NAME]),
      lines('Latency of reads, 99%', 's', 'Over all replicas.', [
        percentile(0.99, 'cassandra_table_read_latency_seconds', OF, ...BY),
        NAME,
      ]),
      lines('Latency of writes, 99%', 's', 'Over all replicas.', [
        percentile(0.99, 'cassandra_table_write_latency_seconds', OF, ...BY),
        NAME,
      ]),
      lines('Latency of scans, 99%', 's', 'Reads of a range of partitions, over all replicas.', [
        percentile(0.99, 'cassandra_table_range_latency_seconds', OF, ...BY),
        NAME,
      ]),
      lines('Reads sent to one more replica', 'ops', 'Speculative retries: one replica was slow.', [
        perSecond('cassandra_table_speculative_retries_total', OF, ...BY),
        NAME,
      ]),
    ),
    row(
      'Why are reads slow?',
      lines('SSTables per read, 99%', 'short', 'Grows when compaction falls behind, or when one partition is spread over time.', [
        percentile(0.99, 'cassandra_table_sstables_per_read', OF, ...BY),
        NAME,
      ]),
      lines('Tombstones per read, 99%', 'short', 'Cassandra warns at 1,000 and refuses the read at 100,000.', [
        percentile(0.99, 'cassandra_table_tombstones_per_read', OF, ...BY),
        NAME,
      ]),
      lines('Bloom filter false positives', 'short', 'Reads that looked into an SSTable in vain. It falls when SSTables are compacted.', [
        sum('cassandra_table_bloom_filter_false_positives'),
        NAME,
      ]),
    ),
    row(
      'Storage',
      lines('SSTables', 'short', 'On the replica that has most of them.', [max('cassandra_table_sstables'), NAME]),
      lines('Pending compactions', 'short', 'All replicas together, as the strategy estimates them.', [
        sum('cassandra_table_pending_compactions'),
        NAME,
      ]),
      lines('Memtables', 'bytes', 'Data that is not yet on disk as SSTable, all replicas together.', [
        sum('cassandra_table_memtable_bytes'),
        NAME,
      ]),
      lines(
        'Size',
        'bytes',
        'The second line counts SSTables that are about to be deleted too.',
        [sum('cassandra_table_live_bytes'), `${NAME} live`],
        [sum('cassandra_table_total_bytes'), `${NAME} with obsolete`],
      ),
      lines('Pending flushes', 'short', 'More than 0 for long: the disk cannot keep up.', [sum('cassandra_table_pending_flushes'), NAME]),
    ),
  ],
};
