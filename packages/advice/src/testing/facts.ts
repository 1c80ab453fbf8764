import type { ClusterFacts, NodeFacts, TableFacts } from '../facts.ts';

const MIB = 2 ** 20;

/** A table that nothing is to be said of. */
export const FINE_TABLE: TableFacts = {
  keyspace: 'shop',
  table: 'carts',
  strategy: 'SizeTieredCompactionStrategy',
  replicas: 3,
  liveBytes: 10 * MIB,
  largestPartitionBytes: 10_000,
  meanPartitionBytes: 1_000,
  reads: 5_000,
  writes: 1_000,
  tombstonesPerReadP99: 0,
  sstablesPerReadP99: 1,
  defaultTtlSeconds: 0,
  chunkLengthBytes: 16_384,
  gcGraceSeconds: 864_000,
  repairAgeMs: 86_400_000,
};

/** A node that nothing is to be said of. */
export const FINE_NODE: NodeFacts = {
  pendingCompactions: 0,
  compactionBytesPerSecond: 64 * MIB,
  keyCache: { capacityBytes: 100 * MIB, hits: 95_000, requests: 100_000 },
  rowCache: { capacityBytes: 0, hits: 0, requests: 0 },
  pendingFlushes: 0,
  heapMaxBytes: 8 * 2 ** 30,
  recent: { overMs: 3_600_000, gcMs: 1_000, droppedMessages: 0, evictedStatements: 0 },
  undeliveredHints: 0,
  disks: [{ directory: '/data', usedRatio: 0.3, daysUntilFull: Infinity }],
  userTables: 10,
  largestPartitionBytes: 10_000,
  warnsOfLargePartitions: true,
};

/** A cluster that nothing is to be said of. */
export const FINE_CLUSTER: ClusterFacts = { schemaVersions: 1, clockSkewMs: 3 };
