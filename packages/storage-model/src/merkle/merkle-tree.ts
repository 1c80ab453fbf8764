import { errors } from '@ringside/core';
import { rangeContains, type TokenRange } from '@ringside/ring';
import { midpoint } from './midpoint.ts';
import type { PartitionHash } from './partition-hash.ts';

/** A node of a {@link MerkleTree}: a range and the exclusive or of the digests of all partitions in it. */
export interface MerkleNode {
  /** Half of its parent's range. */
  readonly range: TokenRange;
  /** 0 for the root. */
  readonly depth: number;
  /** 0 when no partition lies in the range. */
  readonly hash: bigint;
  /** How many partitions its hash covers. */
  readonly partitions: number;
  /** What their digests read, in all: about what streaming the range would send. */
  readonly sizeBytes: number;
  /** The two halves, cut at the midpoint of the range; none for a leaf. */
  readonly children: readonly [MerkleNode, MerkleNode] | undefined;
}

/** A Merkle tree over one range of tokens, as a replica builds it when repair asks it to validate that range. */
export interface MerkleTree {
  /** Covers the whole range of the request. */
  readonly root: MerkleNode;
  /** How many splits lie between the root and the deepest leaves. */
  readonly depth: number;
}

/** What a tree is built of. */
export interface MerkleTreeRequest {
  /** What the root covers. A partition outside of it is an `INVALID_ARGUMENT`. */
  readonly range: TokenRange;
  /** 0 … {@link MAX_TREE_DEPTH}; the tree is less deep where a range has become too narrow to cut. */
  readonly depth: number;
  /** The partitions in the range, in any order. */
  readonly partitions: readonly PartitionHash[];
}

/** The deepest tree that this model builds; also Cassandra's own limit by default (`repair_session_max_tree_depth`). */
export const MAX_TREE_DEPTH = 20;

/**
 * Builds the tree as Cassandra does with `Murmur3Partitioner`: the range is halved `depth` times, evenly, whatever the partitions
 * (`MerkleTree.init`, `Validator.prepare`); a leaf's hash is the exclusive or of its partitions' digests, and an inner node's hash is
 * the exclusive or of its children's, not a hash of them (`OnHeapLeaf.addHash`, `OnHeapInner.fillInnerHashes`).
 *
 * @throws {OpsError} INVALID_ARGUMENT for an impossible depth or a partition outside the range
 */
export function buildMerkleTree({ range, depth, partitions }: MerkleTreeRequest): MerkleTree {
  if (!Number.isInteger(depth) || depth < 0 || depth > MAX_TREE_DEPTH) {
    throw errors.INVALID_ARGUMENT({
      message: `${depth} is not a depth of a Merkle tree`,
      remedy: `Choose a whole number from 0 to ${MAX_TREE_DEPTH}.`,
    });
  }
  const stray = partitions.find(({ token }) => !rangeContains(range, token));
  if (stray !== undefined) {
    throw errors.INVALID_ARGUMENT({
      message: `Token ${stray.token} is not in the range (${range.start}, ${range.end}] of the tree`,
      remedy: 'Give the tree only partitions of its own range.',
    });
  }
  return { root: grow(range, 0, depth, partitions), depth };
}

/**
 * All nodes of one depth, in token order from the range's start; leaves that end higher up are left out.
 *
 * @param depth 0 for the root
 */
export function nodesAtDepth({ root }: MerkleTree, depth: number): readonly MerkleNode[] {
  let row: readonly MerkleNode[] = [root];
  for (let level = 0; level < depth; level++) row = row.flatMap(({ children }) => children ?? []);
  return row;
}

/** The leaves, in token order from the range's start. */
export function leavesOf({ root }: MerkleTree): readonly MerkleNode[] {
  const leaves: MerkleNode[] = [];
  const visit = (node: MerkleNode): void => {
    if (node.children === undefined) leaves.push(node);
    else node.children.forEach(visit);
  };
  visit(root);
  return leaves;
}

function grow(range: TokenRange, depth: number, maxDepth: number, partitions: readonly PartitionHash[]): MerkleNode {
  const middle = midpoint(range);
  if (depth === maxDepth || middle === range.start || middle === range.end) return leaf(range, depth, partitions);
  const [before, after] = part({ start: range.start, end: middle }, partitions);
  const left = grow({ start: range.start, end: middle }, depth + 1, maxDepth, before);
  const right = grow({ start: middle, end: range.end }, depth + 1, maxDepth, after);
  return {
    range,
    depth,
    hash: left.hash ^ right.hash,
    partitions: left.partitions + right.partitions,
    sizeBytes: left.sizeBytes + right.sizeBytes,
    children: [left, right],
  };
}

function leaf(range: TokenRange, depth: number, partitions: readonly PartitionHash[]): MerkleNode {
  let [hash, sizeBytes] = [0n, 0];
  for (const partition of partitions) {
    hash ^= partition.hash;
    sizeBytes += partition.sizeBytes;
  }
  return { range, depth, hash, partitions: partitions.length, sizeBytes, children: undefined };
}

function part(left: TokenRange, partitions: readonly PartitionHash[]): readonly [readonly PartitionHash[], readonly PartitionHash[]] {
  const [before, after]: [PartitionHash[], PartitionHash[]] = [[], []];
  for (const partition of partitions) (rangeContains(left, partition.token) ? before : after).push(partition);
  return [before, after];
}
