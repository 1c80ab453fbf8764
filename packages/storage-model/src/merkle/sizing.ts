import { HASH_BYTES } from './partition-hash.ts';

/** Bytes on the heap of one leaf: the object (32) and its digest's array (48), as `ObjectSizes` measures them on a 64-bit JVM. */
export const LEAF_HEAP_BYTES = 80;

/** Bytes on the heap of one inner node without its children: the object (48), its digest's array (48) and its token (24). */
export const INNER_HEAP_BYTES = 120;

const OFF_HEAP_INNER_BYTES = 4 + 4 + HASH_BYTES + 2 + 8;

/** What a replica weighs when it chooses the depth of a tree. */
export interface TreeDepthQuestion {
  /** Partitions that the replica estimates in the tree's range. */
  readonly partitions: number;
  /** Partitions that it estimates in all ranges of the validation; the range's share of them is its share of the memory. */
  readonly allPartitions?: number;
  /** `repair_session_space`; by default a sixteenth of the heap, see {@link defaultRepairSessionSpaceMiB}. */
  readonly sessionSpaceMiB: number;
  /** The keyspace's replicas in all datacenters together: the coordinator holds a tree of each at once. */
  readonly replicas: number;
  /** `repair_session_max_tree_depth`; deprecated, 20 by default. */
  readonly maxTreeDepth?: number;
}

/**
 * The depth that a replica chooses for a tree: one leaf a partition if it can, but no more than fits its share of
 * `repair_session_space`, nor than `repair_session_max_tree_depth` (`ValidationManager.createMerkleTrees`; CASSANDRA-5263,
 * CASSANDRA-11390, CASSANDRA-14096).
 */
export function treeDepth({
  partitions,
  allPartitions = partitions,
  sessionSpaceMiB,
  replicas,
  maxTreeDepth = 20,
}: TreeDepthQuestion): number {
  if (partitions <= 0 || allPartitions <= 0) return 0;
  const availableBytes = Math.floor((sessionSpaceMiB * 2 ** 20) / replicas);
  const rangeBytes = Math.max(1, Math.trunc((partitions / allPartitions) * availableBytes));
  return Math.min(Math.ceil(Math.log2(partitions)), deepestTreeWithin(rangeBytes), maxTreeDepth);
}

/** The depth of the deepest tree that fits so many bytes of heap, at least 1 (`MerkleTree.estimatedMaxDepthForBytes`). */
export function deepestTreeWithin(heapBytes: number): number {
  const leaves = Math.max(1, Math.floor((heapBytes + INNER_HEAP_BYTES) / (LEAF_HEAP_BYTES + INNER_HEAP_BYTES)));
  return Math.max(1, Math.floor(Math.log2(leaves)));
}

/** What `repair_session_space` is unless set: a sixteenth of the heap, at least 1 MiB (`DatabaseDescriptor.applySimpleConfig`). */
export function defaultRepairSessionSpaceMiB(heapBytes: number): number {
  return Math.max(1, Math.floor(heapBytes / (16 * 2 ** 20)));
}

/** The memory of one full tree. */
export interface TreeMemory {
  /** 2 to the power of the depth. */
  readonly leaves: number;
  /** On the heap of the replica that builds it. */
  readonly heapBytes: number;
  /** In the coordinator's direct memory, where `offheap_merkle_trees` (on by default) puts it (`MerkleTree.offHeapBufferSize`). */
  readonly offHeapBytes: number;
}

/** How much memory a full tree of a depth takes, where it is built and where it is compared. */
export function treeMemory(depth: number): TreeMemory {
  const leaves = 2 ** depth;
  return {
    leaves,
    heapBytes: leaves * LEAF_HEAP_BYTES + (leaves - 1) * INNER_HEAP_BYTES,
    offHeapBytes: leaves * OFF_HEAP_INNER_BYTES + (leaves + 1) * HASH_BYTES,
  };
}
