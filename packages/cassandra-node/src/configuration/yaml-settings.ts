import type { ClusterMode } from '../spec.ts';
import type { YamlValue } from './yaml.ts';

/** One setting of a small node, and why it differs from Cassandra's own default. */
export interface YamlSetting {
  readonly key: string;
  readonly value: YamlValue;
  /** The same setting for a line that does not know `key` yet but cannot do without. */
  readonly formerly?: { readonly key: string; readonly value: YamlValue };
  /** What it saves or makes sure, for `ringside config explain` and the docs. */
  readonly why: string;
}

/**
 * What a node on a developer's machine is told beside its addresses and tokens. Keys that a Cassandra line does not have yet are left
 * out for it. Everything here may be overridden.
 */
export const smallNodeSettings: readonly YamlSetting[] = [
  { key: 'partitioner', value: 'org.apache.cassandra.dht.Murmur3Partitioner', why: 'has no default in Config' },
  { key: 'endpoint_snitch', value: 'GossipingPropertyFileSnitch', why: 'datacenter and rack from cassandra-rackdc.properties' },
  { key: 'commitlog_segment_size', value: '8MiB', why: 'disk: two segments are allocated at once' },
  { key: 'commitlog_total_space', value: '64MiB', why: 'disk' },
  { key: 'memtable_heap_space', value: '24MiB', why: 'memory' },
  { key: 'memtable_offheap_space', value: '24MiB', why: 'memory' },
  { key: 'memtable_flush_writers', value: 1, why: 'memory: a thread and a buffer each' },
  { key: 'file_cache_size', value: '32MiB', why: 'memory' },
  { key: 'networking_cache_size', value: '16MiB', why: 'memory' },
  { key: 'key_cache_size', value: '4MiB', why: 'memory' },
  { key: 'counter_cache_size', value: '1MiB', why: 'memory' },
  { key: 'concurrent_reads', value: 2, why: 'memory: a thread each' },
  { key: 'concurrent_writes', value: 2, why: 'memory: a thread each' },
  { key: 'concurrent_counter_writes', value: 2, why: 'memory: a thread each' },
  { key: 'concurrent_materialized_view_writes', value: 2, why: 'memory: a thread each' },
  { key: 'concurrent_compactors', value: 1, why: 'leaves the other cores to the other nodes' },
  { key: 'native_transport_max_threads', value: 16, why: 'memory: a thread each' },
];

/**
 * What the mode decides. In mode `periodic` Cassandra acknowledges a write before it is readable in the commit log: the marker that a
 * replay needs is set every 100 ms (CASSANDRA-13987), so `kill -9` takes the writes since then along. In mode `batch` a write is
 * acknowledged when it is on disk.
 */
export const modeSettings: Readonly<Record<ClusterMode, readonly YamlSetting[]>> = {
  durable: [{ key: 'commitlog_sync', value: 'batch', why: 'kill -9 loses no acknowledged write' }],
  throwaway: [
    { key: 'commitlog_sync', value: 'periodic', why: 'has no default in Config; no write waits for the disk' },
    {
      key: 'commitlog_sync_period',
      value: '10000ms',
      formerly: { key: 'commitlog_sync_period_in_ms', value: 10_000 },
      why: 'has no default in Config',
    },
  ],
};
