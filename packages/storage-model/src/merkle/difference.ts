import { errors } from '@ringside/core';
import type { TokenRange } from '@ringside/ring';
import type { MerkleNode, MerkleTree } from './merkle-tree.ts';

/** One pair of nodes that a comparison looked at. */
export interface Comparison {
  /** The tokens that both nodes cover. */
  readonly range: TokenRange;
  /** 0 for the roots. */
  readonly depth: number;
  /** Whether the two hashes do. Only then are the children compared. */
  readonly differs: boolean;
}

/** What two replicas have to send each other, as far as their trees can tell. */
export interface MerkleDifference {
  /** The largest ranges in which the trees disagree, in the order in which Cassandra lists them. */
  readonly ranges: readonly TokenRange[];
  /** Every pair of hashes compared on the way, parents before children. */
  readonly compared: readonly Comparison[];
}

type Verdict = 'consistent' | 'partly' | 'fully';

/**
 * Compares two trees from the root down and goes on only below hashes that differ; siblings that differ throughout are reported as
 * one range (`MerkleTree.difference`, `differenceHelper`). The trees may differ in depth, as two replicas' trees do when they
 * estimate other numbers of partitions: where one has ended, the whole range counts as different.
 *
 * @throws {OpsError} INVALID_ARGUMENT when the trees do not cover the same range
 */
export function merkleDifference(left: MerkleTree, right: MerkleTree): MerkleDifference {
  const [a, b] = [left.root.range, right.root.range];
  if (a.start !== b.start || a.end !== b.end) {
    throw errors.INVALID_ARGUMENT({
      message: `Trees over (${a.start}, ${a.end}] and (${b.start}, ${b.end}] cannot be compared`,
      remedy: 'Build both trees over the same range.',
    });
  }
  const found: { ranges: TokenRange[]; compared: Comparison[] } = { ranges: [], compared: [] };
  if (compare(left.root, right.root, found) === 'fully') found.ranges.push(a);
  return found;
}

function compare(left: MerkleNode, right: MerkleNode, found: { ranges: TokenRange[]; compared: Comparison[] }): Verdict {
  const differs = left.hash !== right.hash;
  found.compared.push({ range: left.range, depth: left.depth, differs });
  if (!differs) return 'consistent';
  if (left.children === undefined || right.children === undefined) return 'fully';
  const verdicts = left.children.map((child, side) => compare(child, (right.children as typeof left.children)[side as 0 | 1], found));
  if (verdicts.every((verdict) => verdict === 'fully')) return 'fully';
  for (const [side, verdict] of verdicts.entries()) {
    if (verdict === 'fully') found.ranges.push(left.children[side as 0 | 1].range);
  }
  return 'partly';
}
