import { type Token, type TokenRange, rangeContains } from '@ringside/ring';
import {
  buildMerkleTree,
  deepestTreeWithin,
  digestOf,
  leavesOf,
  merkleDifference,
  type PartitionHash,
  treeMemory,
} from '@ringside/storage-model';
import { describe, expect, test } from 'vitest';
import { askCassandra } from './support/java-oracle.ts';
import { Chance } from './support/random.ts';

const CASES = 300;
const WHOLE_RING = -(2n ** 63n) as Token;

interface Answer {
  readonly ranges: readonly (readonly [string, string])[];
  readonly leaves: readonly (readonly [string, string, string])[];
}

interface Case {
  readonly range: TokenRange;
  readonly left: { readonly depth: number; readonly partitions: readonly PartitionHash[] };
  readonly right: Case['left'];
}

/** Two replicas of a range, wide or narrow, wrapping or not: mostly the same partitions; at times trees of different depth. */
function drawCase(seed: number): Case {
  const chance = new Chance(seed);
  const start = chance.token() as Token;
  const near = BigInt.asIntN(64, start + BigInt(chance.integer(1, 40))) as Token;
  const range = chance.pick([
    { start: WHOLE_RING, end: WHOLE_RING },
    { start, end: chance.token() as Token },
    { start, end: near },
  ]);
  const tokens = chance.many(60, () =>
    chance.chance(0.5) ? chance.token() : BigInt.asIntN(64, range.start + BigInt(chance.integer(1, 50))),
  );
  const inside = [...new Set(tokens)].map((token) => token as Token).filter((token) => rangeContains(range, token));
  const depth = chance.integer(0, 8);
  const fate = new Map(inside.map((token) => [token, chance.pick(['same', 'same', 'same', 'left', 'right', 'older'])]));
  const replica = (side: string, ownDepth: number): Case['left'] => {
    const held = inside.filter((token) => !['left', 'right'].includes(fate.get(token) ?? '') || fate.get(token) === side);
    const content = (token: Token): string => `${token}${fate.get(token) === 'older' ? side : ''}`;
    return { depth: ownDepth, partitions: held.map((token) => ({ token, hash: digestOf(content(token)), sizeBytes: 1 })) };
  };
  return { range, left: replica('left', depth), right: replica('right', chance.chance(0.7) ? depth : chance.integer(0, 8)) };
}

const hex = (hash: bigint): string => hash.toString(16).padStart(64, '0');

function question({ range, left, right }: Case): object {
  const tree = ({ depth, partitions }: Case['left']): object => {
    return { depth, partitions: partitions.map(({ token, hash }) => [`${token}`, hex(hash)]) };
  };
  return { op: 'compare', start: `${range.start}`, end: `${range.end}`, left: tree(left), right: tree(right) };
}

describe("Merkle trees, beside Cassandra's own MerkleTree", () => {
  test(`${CASES} pairs of random trees have the same leaves and hashes, and differ in the same ranges in the same order`, async () => {
    const cases = Array.from({ length: CASES }, (_, index) => drawCase(index + 1));
    const answers = await askCassandra<Answer>('MerkleOracle', cases.map(question));
    let differing = 0;
    for (const [index, { range, left, right }] of cases.entries()) {
      const [a, b] = [buildMerkleTree({ range, ...left }), buildMerkleTree({ range, ...right })];
      const leaves = leavesOf(a).map((leaf) => [`${leaf.range.start}`, `${leaf.range.end}`, hex(leaf.hash)]);
      // Cassandra lists leaves from the ring's minimum on, and a leaf that wraps both first and last.
      const theirs = new Set((answers[index]?.leaves ?? []).map((leaf) => leaf.join(' ')));
      expect(new Set(leaves.map((leaf) => leaf.join(' ')))).toEqual(theirs);
      const ranges = merkleDifference(a, b).ranges.map(({ start, end }) => [`${start}`, `${end}`]);
      expect(ranges).toEqual(answers[index]?.ranges);
      differing += ranges.length;
    }
    expect(differing).toBeGreaterThan(CASES);
  });

  test('the deepest tree for every amount of memory around a power of two is as deep', async () => {
    const amounts = Array.from({ length: 20 }, (_, depth) => treeMemory(depth + 1).heapBytes).flatMap((bytes) => [
      bytes - 1,
      bytes,
      bytes + 1,
    ]);
    const answers = await askCassandra<{ depth: number }>(
      'MerkleOracle',
      amounts.map((bytes) => ({ op: 'depth', bytes })),
    );
    expect(amounts.map(deepestTreeWithin)).toEqual(answers.map(({ depth }) => depth));
  });
});
