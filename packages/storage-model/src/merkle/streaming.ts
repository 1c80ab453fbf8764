import { rangeContains, type TokenRange } from '@ringside/ring';
import { type MerkleDifference, merkleDifference } from './difference.ts';
import { buildMerkleTree } from './merkle-tree.ts';
import type { PartitionHash } from './partition-hash.ts';

/** What a repair of two replicas streams, beside what it would have to. */
export interface StreamingCost {
  /** Of both trees, as asked for. */
  readonly depth: number;
  /** Partitions of either replica that lie in ranges the trees call different: both replicas send all of theirs. */
  readonly partitionsStreamed: number;
  /** The `sizeBytes` of those partitions, both directions added up. */
  readonly bytesStreamed: number;
  /** The same, counting only partitions that differ or that one of the two lacks. */
  readonly partitionsNeeded: number;
  /** The `sizeBytes` of the partitions that had to be sent, both directions added up. */
  readonly bytesNeeded: number;
  /** Streamed over needed, in partitions; 1 when nothing differs. */
  readonly overStreaming: number;
  /** How many pairs of hashes were compared. */
  readonly hashesCompared: number;
  /** In which ranges the trees disagree, and what was compared to find out. */
  readonly difference: MerkleDifference;
}

/** Two replicas' partitions of one range. */
export interface ReplicaPair {
  /** Both replicas hold all of it; every partition lies in it. */
  readonly range: TokenRange;
  /** The first replica's partitions, in any order. */
  readonly left: readonly PartitionHash[];
  /** The second replica's partitions, in any order. */
  readonly right: readonly PartitionHash[];
}

/**
 * What a repair of two replicas costs with trees of a given depth: each sends the other every partition of its own that lies in a
 * range where the trees disagree (`SyncTask`, `LocalSyncTask`), the equal ones too. That surplus is over-streaming.
 *
 * @param depth how often the trees halve the range; 0 for one hash over all of it
 * @throws {OpsError} INVALID_ARGUMENT for an impossible depth or a partition outside the range
 */
export function streamingCost({ range, left, right }: ReplicaPair, depth: number): StreamingCost {
  const trees = [left, right].map((partitions) => buildMerkleTree({ range, depth, partitions }));
  const difference = merkleDifference(...(trees as [(typeof trees)[0], (typeof trees)[0]]));
  const streamed = [...left, ...right].filter(({ token }) => difference.ranges.some((part) => rangeContains(part, token)));
  const needed = differingPartitions(left, right);
  return {
    depth,
    partitionsStreamed: streamed.length,
    bytesStreamed: bytesOf(streamed),
    partitionsNeeded: needed.length,
    bytesNeeded: bytesOf(needed),
    overStreaming: needed.length === 0 ? 1 : streamed.length / needed.length,
    hashesCompared: difference.compared.length,
    difference,
  };
}

/**
 * {@link streamingCost} at each of the given depths, in their order: the curve of over-streaming against depth.
 *
 * @param depths depths of the trees, 0 for one hash over the whole range
 */
export function overStreamingCurve(pair: ReplicaPair, depths: readonly number[]): readonly StreamingCost[] {
  return depths.map((depth) => streamingCost(pair, depth));
}

/**
 * The partitions of both replicas that the other lacks or holds differently, by brute force: the truth that a tree can only
 * approach. Partitions with equal tokens count as equal only if all of that token are.
 */
export function differingPartitions(left: readonly PartitionHash[], right: readonly PartitionHash[]): readonly PartitionHash[] {
  const [leftHashes, rightHashes] = [hashByToken(left), hashByToken(right)];
  return [...left, ...right].filter(({ token }) => leftHashes.get(token) !== rightHashes.get(token));
}

function hashByToken(partitions: readonly PartitionHash[]): ReadonlyMap<bigint, bigint> {
  const hashes = new Map<bigint, bigint>();
  for (const { token, hash } of partitions) hashes.set(token, (hashes.get(token) ?? 0n) ^ hash);
  return hashes;
}

function bytesOf(partitions: readonly PartitionHash[]): number {
  return partitions.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
