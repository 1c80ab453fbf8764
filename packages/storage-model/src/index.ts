/**
 * What Cassandra does with what it stores, as models that compute: Merkle trees over token ranges, compaction strategies event by event,
 * and the size of partitions. Pure: it runs in a browser.
 *
 * @packageDocumentation
 */
export { type Comparison, type MerkleDifference, merkleDifference } from './merkle/difference.ts';
export {
  buildMerkleTree,
  leavesOf,
  MAX_TREE_DEPTH,
  type MerkleNode,
  type MerkleTree,
  type MerkleTreeRequest,
  nodesAtDepth,
} from './merkle/merkle-tree.ts';
export { midpoint } from './merkle/midpoint.ts';
export { digestOf, HASH_BYTES, type PartitionHash } from './merkle/partition-hash.ts';
export {
  deepestTreeWithin,
  defaultRepairSessionSpaceMiB,
  INNER_HEAP_BYTES,
  LEAF_HEAP_BYTES,
  type TreeDepthQuestion,
  type TreeMemory,
  treeDepth,
  treeMemory,
} from './merkle/sizing.ts';
export { differingPartitions, overStreamingCurve, type ReplicaPair, type StreamingCost, streamingCost } from './merkle/streaming.ts';
export {
  judgePartition,
  LARGE_PARTITION_BYTES,
  LARGE_PARTITION_ROWS,
  MAX_CELLS,
  PARTITION_BOUNDS,
  type PartitionBound,
  type PartitionVerdict,
} from './partition-size/bounds.ts';
export {
  BUCKET_WIDTHS,
  type BucketQuestion,
  type BucketWidth,
  hashBuckets,
  type HashTarget,
  type TimeBuckets,
  timeBuckets,
} from './partition-size/buckets.ts';
export { type CollectionShape, type Column, type ColumnKind, SCALAR_TYPES, type ScalarType } from './partition-size/column.ts';
export type { FolkloreSize } from './partition-size/folklore.ts';
export { partitionSize, type PartitionSize } from './partition-size/partition-size.ts';
export type { SSTableFormat, TableDesign } from './partition-size/table-design.ts';
export { meanVintBytes, vintBytes } from './partition-size/vint.ts';
export { STRATEGY_NAMES, strategyByName } from './compaction/by-name.ts';
export { type CompactionFigures, figuresOf, type Spread, type WrittenBytes } from './compaction/figures.ts';
export { leveled, type LeveledOptions } from './compaction/leveled.ts';
export { type LeveledSettings, maxBytesForLevel } from './compaction/leveled-manifest.ts';
export { type CompactionRequest, type CompactionStep, type Flush, simulateCompaction } from './compaction/simulate.ts';
export { sizeBuckets, sizeTiered, type SizeTieredOptions, type SizeTieredSettings, sizeTieredSettings } from './compaction/size-tiered.ts';
export { makeSSTable, type ModelTable, type SSTable, type StoredRow } from './compaction/sstable.ts';
export type { CompactionStrategy, CompactionTask, CompactionView, SSTableGroup, StrategyName } from './compaction/strategy.ts';
export {
  DEFAULT_GC_GRACE_MS,
  type ExpiryQuestion,
  fullyExpired,
  liveWindows,
  timeWindow,
  type TimeWindowOptions,
  type WindowLife,
  windowOf,
} from './compaction/time-window.ts';
export { unified, type UnifiedLevel, unifiedLevels } from './compaction/unified.ts';
export { density, parseScaling, type Scaling, shardCount, type UnifiedOptions } from './compaction/unified-sharding.ts';
export { makeFlushes, type Workload } from './compaction/workload.ts';
