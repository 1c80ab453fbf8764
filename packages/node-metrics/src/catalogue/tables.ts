import { type CatalogueRow, rowsOf } from './row.ts';

const table = rowsOf('table_', { group: 'tables', of: 'Table', labels: { keyspace: 'keyspace', table: 'scope' } });

/** What looks into SSTables to read. A write does too where it is of a counter, or has a condition. */
const READ_OR_WRITTEN = ['ReadLatency', 'WriteLatency'];

/** What changes with the SSTables of a table: a flush adds some, a compaction puts others in their place, and sizes in bytes are never the same. */
const ITS_SSTABLES = ['LiveDiskSpaceUsed', 'TotalDiskSpaceUsed'];

/** The essentials of each table. */
const essentials: readonly CatalogueRow[] = [
  table('histogram', 'read_latency_seconds', 'ReadLatency', {
    unit: 'seconds',
    total: 'ReadTotalLatency',
    help: 'How long this replica took to read a partition.',
  }),
  table('histogram', 'write_latency_seconds', 'WriteLatency', {
    unit: 'seconds',
    total: 'WriteTotalLatency',
    help: 'How long this replica took to write.',
  }),
  table('histogram', 'range_latency_seconds', 'RangeLatency', {
    unit: 'seconds',
    total: 'RangeTotalLatency',
    keyspaceSum: 'same',
    help: 'How long this replica took to scan a range.',
  }),
  table('histogram', 'sstables_per_read', 'SSTablesPerReadHistogram', {
    movedBy: READ_OR_WRITTEN,
    help: 'SSTables that a read of a partition looked into.',
  }),
  table('histogram', 'tombstones_per_read', 'TombstoneScannedHistogram', {
    movedBy: ['ReadLatency', 'RangeLatency'],
    help: 'Tombstones that a read came across.',
  }),
  table('gauge', 'sstables', 'LiveSSTableCount', { movedBy: ITS_SSTABLES, help: 'Live SSTables.' }),
  table('gauge', 'live_bytes', 'LiveDiskSpaceUsed', { unit: 'bytes', reading: 'count', help: 'Bytes of live SSTables on disk.' }),
  table('gauge', 'total_bytes', 'TotalDiskSpaceUsed', {
    unit: 'bytes',
    reading: 'count',
    help: 'Bytes of SSTables on disk, those that are about to be deleted included.',
  }),
  table('gauge', 'memtable_bytes', 'AllMemtablesLiveDataSize', {
    unit: 'bytes',
    help: 'Bytes of data in memtables, those of indexes included.',
  }),
  table('gauge', 'pending_compactions', 'PendingCompactions', {
    keyspaceSum: 'zero',
    help: 'Compactions that the table needs, as its strategy estimates them.',
  }),
  table('gauge', 'pending_flushes', 'PendingFlushes', { reading: 'count', keyspaceSum: 'zero', help: 'Flushes that wait or run.' }),
  table('gauge', 'max_partition_bytes', 'MaxPartitionSize', {
    unit: 'bytes',
    movedBy: ITS_SSTABLES,
    help: 'The largest compacted partition.',
  }),
  table('gauge', 'bloom_filter_false_positives', 'BloomFilterFalsePositives', {
    movedBy: [...READ_OR_WRITTEN, ...ITS_SSTABLES],
    help: 'Reads that looked into an SSTable in vain, since its SSTables were opened. It falls when they are compacted.',
  }),
  table('gauge', 'repaired_ratio', 'PercentRepaired', {
    unit: 'ratio',
    scale: 0.01,
    help: 'Share of the bytes on disk that are repaired.',
  }),
  table('counter', 'speculative_retries', 'SpeculativeRetries', {
    keyspaceSum: 'same',
    help: 'Reads that were sent to one more replica, because one was slow.',
  }),
];

type ByKind = Readonly<Record<'counter' | 'gauge' | 'count' | 'timer' | 'histogram' | 'sizes', string>>;

/**
 * All others that some version has and that can be read without harm. Not among them: the gauges that begin with `Recent`, which forget what they told,
 * so that two readers rob each other; and those whose value is no number.
 */
const REST: ByKind = {
  gauge: `AdditionalWriteLatencyNanos AllMemtablesOffHeapDataSize AllMemtablesOnHeapDataSize BloomFilterDiskSpaceUsed BloomFilterFalseRatio
    BloomFilterOffHeapMemoryUsed BytesPendingRepair BytesRepaired BytesUnrepaired CompressionDictionariesMemoryUsed CompressionMetadataOffHeapMemoryUsed
    CompressionRatio EstimatedPartitionCount IndexSummaryOffHeapMemoryUsed KeyCacheHitRate MaxSSTableDuration MaxSSTableSize MeanPartitionSize
    MemtableColumnsCount MemtableLiveDataSize MemtableOffHeapDataSize MemtableOnHeapDataSize MinPartitionSize MutatedAnticompactionGauge
    OldVersionSSTableCount SnapshotsSize SpeculativeSampleLatencyNanos UnleveledSSTables`,
  count: 'UncompressedLiveDiskSpaceUsed',
  counter: `AdditionalWrites BytesAnticompacted BytesFlushed BytesMutatedAnticompaction BytesPreviewed BytesPreviewedDesynchronized CasCommitTotalLatency
    CasPrepareTotalLatency CasProposeTotalLatency ClientTombstoneAborts ClientTombstoneWarnings CompactionBytesWritten CoordinatorReadSizeAborts
    CoordinatorReadSizeWarnings DroppedMutations LocalReadSizeAborts LocalReadSizeWarnings MemtableSwitchCount RangeTotalLatency ReadRepairRequests
    ReadTotalLatency RepairJobsCompleted RepairJobsStarted RepairedDataInconsistenciesConfirmed RepairedDataInconsistenciesUnconfirmed
    ReplicaFilteringProtectionRequests RowCacheHit RowCacheHitOutOfRange RowCacheMiss RowIndexSizeAborts RowIndexSizeWarnings
    ShortReadProtectionRequests SpeculativeFailedRetries SpeculativeInsufficientReplicas TokenRangesPreviewedDesynchronized TombstoneFailures
    TombstoneWarnings TooManySSTableIndexesReadAborts TooManySSTableIndexesReadWarnings TotalRowsMutated TotalRowsRead WriteSizeWarnings
    WriteTombstoneWarnings WriteTotalLatency`,
  timer: `AnticompactionTime CasCommitLatency CasPrepareLatency CasProposeLatency CoordinatorReadLatency CoordinatorScanLatency
    CoordinatorWriteLatency RepairSyncTime RepairedDataTrackingOverreadTime ValidationTime ViewLockAcquireTime ViewReadTime`,
  histogram: `ColUpdateTimeDeltaHistogram LiveScannedHistogram PartitionsValidated PurgeableTombstoneScannedHistogram RepairedDataTrackingOverreadRows
    ReplicaFilteringProtectionRowsCachedPerQuery RowsMutatedPerWriteHistogram SSTablesPerRangeReadHistogram`,
  sizes: 'BytesValidated CoordinatorReadSize LocalReadSize RowIndexSize',
};

const KINDS = {
  gauge: ['gauge'],
  count: ['gauge', 'count'],
  counter: ['counter'],
  timer: ['histogram'],
  histogram: ['histogram'],
  sizes: ['histogram'],
} as const;

function rest(): readonly CatalogueRow[] {
  return Object.entries(REST).flatMap(([like, names]) => {
    const [kind, reading] = KINDS[like as keyof ByKind];
    return names.split(/\s+/).map((name) =>
      table(kind, nameOf(like as keyof ByKind, name), name, {
        help: `Cassandra's ${name} of the table, in Cassandra's own unit.`,
        ...(like === 'timer' && { unit: 'seconds', help: `Cassandra's ${name} of the table.` }),
        ...(like === 'sizes' && { unit: 'bytes', help: `Cassandra's ${name} of the table, in bytes.` }),
        ...(reading !== undefined && { reading }),
        curated: false,
      }),
    );
  });
}

/** A name ends with its unit: `LocalReadSize` → `local_read_size_bytes`, `BytesValidated` → `validated_bytes`. */
function nameOf(like: keyof ByKind, name: string): string {
  if (like === 'timer') return `${snakeCase(name)}_seconds`;
  return like === 'sizes' ? `${snakeCase(name).replace(/^bytes_/, '')}_bytes` : snakeCase(name);
}

/** `SSTablesPerRangeReadHistogram` → `sstables_per_range_read`. */
function snakeCase(name: string): string {
  return name
    .replace(/(?:Histogram|Gauge)$/, '')
    .replace('SSTable', 'Sstable')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** What there is of each table: the essentials, and what an operator may ask for besides. */
export const tableRows: readonly CatalogueRow[] = [...essentials, ...rest()];
