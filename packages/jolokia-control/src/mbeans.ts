/** What Ringside uses of one MBean. */
export interface MBeanUse {
  /** Its object name; a `*` at its end stands for the keys that a request adds, such as keyspace and table. */
  readonly name: string;
  /** Attributes that are read. */
  readonly attributes: readonly string[];
  /** Operations that are called, with their signature, so that no overload can be meant by mistake. */
  readonly operations: readonly string[];
}

/**
 * Everything that Ringside reads or calls through JMX. The requests are typed by this table and the policy file is written from
 * it, so that what is used and what is allowed cannot differ.
 */
export const mbeans = {
  storageService: {
    name: 'org.apache.cassandra.db:type=StorageService',
    attributes: [
      'AllDataFileLocations',
      'ClusterName',
      'CompactionThroughputMbPerSec',
      'CompactionThroughtputBytesPerSec',
      'ConcurrentCompactors',
      'EndpointWithPortToHostId',
      'GossipRunning',
      'Joined',
      'JoiningNodesWithPort',
      'Keyspaces',
      'LeavingNodesWithPort',
      'LiveNodesWithPort',
      'LoadMapWithPort',
      'LocalHostId',
      'LoggingLevels',
      'MovingNodesWithPort',
      'NativeTransportRunning',
      'OperationMode',
      'OwnershipWithPort',
      'PartitionerName',
      'ReleaseVersion',
      'SchemaVersion',
      'SnapshotDetails',
      'TokenToEndpointWithPortMap',
      'Tokens',
      'UnreachableNodesWithPort',
    ],
    operations: [
      'clearSnapshot(java.lang.String,[Ljava.lang.String;)',
      'drain()',
      'effectiveOwnershipWithPort(java.lang.String)',
      'forceKeyspaceFlush(java.lang.String,[Ljava.lang.String;)',
      'getKeyspaceReplicationInfo(java.lang.String)',
      'getParentRepairStatus(int)',
      'getPendingRangeToEndpointWithPortMap(java.lang.String)',
      'getRangeToEndpointWithPortMap(java.lang.String)',
      'repairAsync(java.lang.String,java.util.Map)',
      'samplePartitions(int,int,int,java.util.List)',
      'setLoggingLevel(java.lang.String,java.lang.String)',
      'startGossiping()',
      'startNativeTransport()',
      'stopGossiping()',
      'stopNativeTransport()',
      'takeSnapshot(java.lang.String,java.util.Map,[Ljava.lang.String;)',
    ],
  },
  storageProxy: {
    name: 'org.apache.cassandra.db:type=StorageProxy',
    attributes: ['SchemaVersionsWithPort'],
    operations: [],
  },
  snitch: {
    name: 'org.apache.cassandra.db:type=EndpointSnitchInfo',
    attributes: ['Datacenter', 'Rack'],
    operations: [],
  },
  failureDetector: {
    name: 'org.apache.cassandra.net:type=FailureDetector',
    attributes: ['AllEndpointStatesWithPort', 'PhiValuesWithPort'],
    operations: [],
  },
  streamManager: { name: 'org.apache.cassandra.net:type=StreamManager', attributes: ['CurrentStreams'], operations: [] },
  compactionManager: { name: 'org.apache.cassandra.db:type=CompactionManager', attributes: ['Compactions'], operations: [] },
  pendingCompactions: {
    name: 'org.apache.cassandra.metrics:type=Compaction,name=PendingTasks',
    attributes: ['Value'],
    operations: [],
  },
  pendingCompactionsByTable: {
    name: 'org.apache.cassandra.metrics:type=Compaction,name=PendingTasksByTableName',
    attributes: ['Value'],
    operations: [],
  },
  completedCompactions: {
    name: 'org.apache.cassandra.metrics:type=Compaction,name=CompletedTasks',
    attributes: ['Value'],
    operations: [],
  },
  bytesCompacted: { name: 'org.apache.cassandra.metrics:type=Compaction,name=BytesCompacted', attributes: ['Count'], operations: [] },
  finishedCompactions: {
    name: 'org.apache.cassandra.metrics:type=Compaction,name=TotalCompactionsCompleted',
    attributes: ['Count', 'FifteenMinuteRate', 'MeanRate'],
    operations: [],
  },
  abortedCompactions: {
    name: 'org.apache.cassandra.metrics:type=Compaction,name=CompactionsAborted',
    attributes: ['Count'],
    operations: [],
  },
  reducedCompactions: {
    name: 'org.apache.cassandra.metrics:type=Compaction,name=CompactionsReduced',
    attributes: ['Count'],
    operations: [],
  },
  droppedSstables: {
    name: 'org.apache.cassandra.metrics:type=Compaction,name=SSTablesDroppedFromCompaction',
    attributes: ['Count'],
    operations: [],
  },
  clientConnections: { name: 'org.apache.cassandra.metrics:type=Client,name=Connections', attributes: ['Value'], operations: [] },
  table: {
    name: 'org.apache.cassandra.db:type=Tables,*',
    attributes: [],
    operations: [
      'beginLocalSampling(java.lang.String,int,int)',
      'finishLocalSampling(java.lang.String,int)',
      'getSSTablesForKey(java.lang.String,boolean)',
    ],
  },
  load: { name: 'org.apache.cassandra.metrics:type=Storage,name=Load', attributes: ['Count'], operations: [] },
  runtime: { name: 'java.lang:type=Runtime', attributes: ['StartTime', 'Uptime'], operations: [] },
} as const;

/** A key of {@link mbeans}. */
export type MBeanKey = keyof typeof mbeans;
/** An attribute of an MBean of the table. */
export type AttributeOf<K extends MBeanKey> = (typeof mbeans)[K]['attributes'][number];
/** An operation of an MBean of the table, with its signature. */
export type OperationOf<K extends MBeanKey> = (typeof mbeans)[K]['operations'][number];
