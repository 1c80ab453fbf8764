/** What was measured of a table on one node. What is null is not known. */
export interface TableFacts {
  /** Without quotes. */
  readonly keyspace: string;
  /** Without quotes. */
  readonly table: string;
  /** Class of its compaction strategy, without the package. */
  readonly strategy: string;
  /** How many replicas its keyspace asks for in all. */
  readonly replicas: number;
  /** Bytes of its SSTables. */
  readonly liveBytes: number | null;
  /** The largest partition on disk. */
  readonly largestPartitionBytes: number | null;
  /** The mean of them. */
  readonly meanPartitionBytes: number | null;
  /** Reads since the node started. */
  readonly reads: number | null;
  /** Writes since then. */
  readonly writes: number | null;
  /** 99 of 100 reads came across at most so many tombstones. */
  readonly tombstonesPerReadP99: number | null;
  /** 99 of 100 reads looked into at most so many SSTables. */
  readonly sstablesPerReadP99: number | null;
  /** `default_time_to_live`; 0 for none. */
  readonly defaultTtlSeconds: number;
  /** Bytes that are compressed together; null where nothing is compressed. */
  readonly chunkLengthBytes: number | null;
  /** For how long deleted rows are remembered. */
  readonly gcGraceSeconds: number;
  /** How long ago all of it was repaired, or how old it is. */
  readonly repairAgeMs: number | null;
}

/** What was measured of a cache since the node started. */
export interface CacheFacts {
  /** Bytes that it may hold; 0 where it is off. */
  readonly capacityBytes: number;
  /** Lookups that found something. */
  readonly hits: number;
  /** All lookups. */
  readonly requests: number;
}

/** A file system that holds data. */
export interface DiskFacts {
  /** A data directory on it. */
  readonly directory: string;
  /** 0…1. */
  readonly usedRatio: number;
  /** `Infinity` where it does not grow; null before that is known. */
  readonly daysUntilFull: number | null;
}

/** What a node counted lately. */
export interface RecentFacts {
  /** Over how long. */
  readonly overMs: number;
  /** Time spent in garbage collections. */
  readonly gcMs: number;
  /** Messages thrown away because they waited too long. */
  readonly droppedMessages: number;
  /** Prepared statements dropped to make room. */
  readonly evictedStatements: number;
}

/** What was measured of a node. What is null is not known. */
export interface NodeFacts {
  /** Compactions that wait or run. */
  readonly pendingCompactions: number | null;
  /** The limit of all compactions together; 0 for none. */
  readonly compactionBytesPerSecond: number | null;
  /** The cache of where partitions are in an SSTable. */
  readonly keyCache: CacheFacts | null;
  /** The cache of rows. */
  readonly rowCache: CacheFacts | null;
  /** Memtables that wait to be written to disk. */
  readonly pendingFlushes: number | null;
  /** The largest heap allowed. */
  readonly heapMaxBytes: number | null;
  /** Counted lately; null before it was watched long enough. */
  readonly recent: RecentFacts | null;
  /** Hints written since the node started that were not delivered. */
  readonly undeliveredHints: number | null;
  /** Of the file systems of its data directories. */
  readonly disks: readonly DiskFacts[] | null;
  /** Tables of users. */
  readonly userTables: number | null;
  /** The largest partition of all tables of users. */
  readonly largestPartitionBytes: number | null;
  /** Whether the node warns of large partitions; null where its version has no such guardrail, or that is not known. */
  readonly warnsOfLargePartitions: boolean | null;
}

/** What was measured of a cluster. What is null is not known. */
export interface ClusterFacts {
  /** How many versions of the schema its live nodes have. */
  readonly schemaVersions: number | null;
  /** By how much two clocks differ at least, as far as could be measured. */
  readonly clockSkewMs: number | null;
}
