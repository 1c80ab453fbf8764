import type { MBeanUse } from './mbeans.ts';

/** The groups of Cassandra's metrics that can be read: the `type` of their MBeans. */
export const metricGroups = [
  'BufferPool',
  'CQL',
  'Cache',
  'Client',
  'ClientRequest',
  'CommitLog',
  'Compaction',
  'Connection',
  'DroppedMessage',
  'HintsService',
  'InternodeInbound',
  'Keyspace',
  'ReadRepair',
  'Repair',
  'Storage',
  'Streaming',
  'Table',
  'ThreadPools',
] as const;

/** How the counts of a histogram's buckets are asked for: an operation, since the attribute of that meaning forgets what it told. */
export const BUCKETS = 'values()';

/** What a metric of the group `JVM` is read from. */
export interface JvmMetric {
  /** The MBean; that of a collector lacks its name, which is the metric's scope. */
  readonly mbean: string;
  /** The attribute. */
  readonly attribute: string;
  /** The member of an attribute that has several. */
  readonly member?: string;
}

const COLLECTOR = 'java.lang:type=GarbageCollector';

/** The metrics of the group `JVM`, by name. */
export const jvmMetrics: Readonly<Record<string, JvmMetric>> = {
  CollectionCount: { mbean: COLLECTOR, attribute: 'CollectionCount' },
  CollectionTime: { mbean: COLLECTOR, attribute: 'CollectionTime' },
  HeapCommitted: { mbean: 'java.lang:type=Memory', attribute: 'HeapMemoryUsage', member: 'committed' },
  HeapMax: { mbean: 'java.lang:type=Memory', attribute: 'HeapMemoryUsage', member: 'max' },
  HeapUsed: { mbean: 'java.lang:type=Memory', attribute: 'HeapMemoryUsage', member: 'used' },
  MaxFileDescriptorCount: { mbean: 'java.lang:type=OperatingSystem', attribute: 'MaxFileDescriptorCount' },
  NonHeapUsed: { mbean: 'java.lang:type=Memory', attribute: 'NonHeapMemoryUsage', member: 'used' },
  OpenFileDescriptorCount: { mbean: 'java.lang:type=OperatingSystem', attribute: 'OpenFileDescriptorCount' },
  ProcessCpuTime: { mbean: 'java.lang:type=OperatingSystem', attribute: 'ProcessCpuTime' },
  StartTime: { mbean: 'java.lang:type=Runtime', attribute: 'StartTime' },
  ThreadCount: { mbean: 'java.lang:type=Threading', attribute: 'ThreadCount' },
};

/**
 * Everything that metrics are read from. Patterns, because tables and peers come and go; no two of them hold the same MBean, since the agent goes by the
 * first one that fits. The runtime's is in `mbeans`, as it is read for more.
 */
export const metricMBeans: readonly MBeanUse[] = [
  ...metricGroups.map((group) => ({
    name: `org.apache.cassandra.metrics:type=${group},*`,
    attributes: ['Count', 'Value'],
    operations: [BUCKETS],
  })),
  { name: `${COLLECTOR},*`, attributes: ['CollectionCount', 'CollectionTime'], operations: [] },
  { name: 'java.lang:type=Memory', attributes: ['HeapMemoryUsage', 'NonHeapMemoryUsage'], operations: [] },
  {
    name: 'java.lang:type=OperatingSystem',
    attributes: ['MaxFileDescriptorCount', 'OpenFileDescriptorCount', 'ProcessCpuTime'],
    operations: [],
  },
  { name: 'java.lang:type=Threading', attributes: ['ThreadCount'], operations: [] },
];
