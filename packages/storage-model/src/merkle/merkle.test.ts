import { MAX_TOKEN, MIN_TOKEN, rangeContains, rangeSize, type Token, type TokenRange } from '@ringside/ring';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merkleDifference } from './difference.ts';
import { buildMerkleTree, leavesOf, nodesAtDepth } from './merkle-tree.ts';
import { midpoint } from './midpoint.ts';
import { digestOf, type PartitionHash } from './partition-hash.ts';
import { differingPartitions, overStreamingCurve, streamingCost } from './streaming.ts';

const RING: TokenRange = { start: MIN_TOKEN, end: MIN_TOKEN };
const tokens = fc.bigInt({ min: MIN_TOKEN + 1n, max: MAX_TOKEN }).map((value) => value as Token);

/** Two replicas that hold the same partitions, save some that one lacks or holds in an older version. */
const replicas = fc
  .uniqueArray(fc.record({ token: tokens, fate: fc.constantFrom('same', 'same', 'same', 'left', 'right', 'older') }), {
    maxLength: 40,
    selector: ({ token }) => token,
  })
  .map((partitions) => {
    const held = (side: string): PartitionHash[] =>
      partitions
        .filter(({ fate }) => (fate !== 'left' && fate !== 'right' ? true : fate === side))
        .map(({ token, fate }) => ({ token, hash: digestOf(`${token}${fate === 'older' ? side : ''}`), sizeBytes: 100 }));
    return { range: RING, left: held('left'), right: held('right') };
  });

const depths = fc.integer({ min: 0, max: 9 });

describe('midpoint()', () => {
  it('halves the whole ring at −1 and a range that wraps past the top', () => {
    expect(midpoint(RING)).toBe(-1n);
    expect(midpoint({ start: 0n as Token, end: MIN_TOKEN })).toBe(2n ** 62n - 1n);
    expect(midpoint({ start: 10n as Token, end: -10n as Token })).toBe(MAX_TOKEN);
  });

  it('lies in the range or on its edge', () => {
    fc.assert(
      fc.property(tokens, tokens, (start, end) => {
        const middle = midpoint({ start, end });
        expect(middle === start || rangeContains({ start, end }, middle)).toBe(true);
      }),
    );
  });
});

describe('buildMerkleTree()', () => {
  it('has leaves that cover the range once, each of half its parent to a token', () => {
    const leaves = leavesOf(buildMerkleTree({ range: RING, depth: 4, partitions: [] }));
    expect(leaves).toHaveLength(16);
    expect(leaves.reduce((sum, { range }) => sum + rangeSize(range), 0n)).toBe(2n ** 64n);
    leaves.forEach(({ range }, index) => expect(range.start).toBe(leaves.at(index - 1)?.range.end));
  });

  it('gives every node the exclusive or of the digests of the partitions in its range', () => {
    fc.assert(
      fc.property(replicas, depths, ({ left }, depth) => {
        const tree = buildMerkleTree({ range: RING, depth, partitions: left });
        for (const node of [...nodesAtDepth(tree, depth), ...nodesAtDepth(tree, Math.floor(depth / 2))]) {
          const inside = left.filter(({ token }) => rangeContains(node.range, token));
          expect(node.hash).toBe(inside.reduce((hash, partition) => hash ^ partition.hash, 0n));
          expect(node.partitions).toBe(inside.length);
        }
      }),
    );
  });

  it('stops where a range has become too narrow to cut', () => {
    const narrow = { start: 0n as Token, end: 3n as Token };
    expect(leavesOf(buildMerkleTree({ range: narrow, depth: 10, partitions: [] }))).toHaveLength(3);
  });

  it('refuses an impossible depth and a partition outside the range', () => {
    expect(() => buildMerkleTree({ range: RING, depth: 21, partitions: [] })).toThrow('21 is not a depth');
    const partitions = [{ token: 9n as Token, hash: 1n, sizeBytes: 1 }];
    expect(() => buildMerkleTree({ range: { start: 0n as Token, end: 5n as Token }, depth: 1, partitions })).toThrow('not in the range');
  });
});

describe('merkleDifference()', () => {
  it('calls different exactly the leaves that hold a partition that differs', () => {
    fc.assert(
      fc.property(replicas, depths, ({ range, left, right }, depth) => {
        const trees = [left, right].map((partitions) => buildMerkleTree({ range, depth, partitions }));
        const [a, b] = trees as [(typeof trees)[0], (typeof trees)[0]];
        const { ranges } = merkleDifference(a, b);
        const wrong = differingPartitions(left, right);
        for (const leaf of leavesOf(a)) {
          const differs = wrong.some(({ token }) => rangeContains(leaf.range, token));
          const reported = ranges.some((part) => rangeContains(part, leaf.range.end));
          expect(reported).toBe(differs);
        }
      }),
    );
  });

  it('finds the same ranges whichever tree comes first, and with trees of other depths never misses a difference', () => {
    fc.assert(
      fc.property(replicas, depths, depths, ({ range, left, right }, depth, other) => {
        const a = buildMerkleTree({ range, depth, partitions: left });
        const b = buildMerkleTree({ range, depth: other, partitions: right });
        const { ranges } = merkleDifference(a, b);
        expect(merkleDifference(b, a).ranges).toEqual(ranges);
        for (const { token } of differingPartitions(left, right)) expect(ranges.some((part) => rangeContains(part, token))).toBe(true);
      }),
    );
  });

  it('merges siblings that differ throughout, up to the whole range', () => {
    const trees = ['a', 'b'].map((content) => {
      const everyQuarter = [MIN_TOKEN + 9n, -9n, 9n, MAX_TOKEN] as Token[];
      const partitions = everyQuarter.map((token) => ({ token, hash: digestOf(`${token}${content}`), sizeBytes: 1 }));
      return buildMerkleTree({ range: RING, depth: 2, partitions });
    });
    const [a, b] = trees as [(typeof trees)[0], (typeof trees)[0]];
    expect(merkleDifference(a, b).ranges).toEqual([RING]);
  });

  it('compares one pair of hashes when all is equal', () => {
    const tree = buildMerkleTree({ range: RING, depth: 8, partitions: [] });
    expect(merkleDifference(tree, tree).compared).toHaveLength(1);
  });

  it('refuses trees of other ranges', () => {
    const a = buildMerkleTree({ range: RING, depth: 1, partitions: [] });
    const b = buildMerkleTree({ range: { start: 0n as Token, end: 5n as Token }, depth: 1, partitions: [] });
    expect(() => merkleDifference(a, b)).toThrow('cannot be compared');
  });
});

describe('streamingCost()', () => {
  it('streams at least what is needed, and no more with each further level of depth', () => {
    fc.assert(
      fc.property(replicas, (pair) => {
        const curve = overStreamingCurve(pair, [0, 1, 2, 3, 4, 5, 6]);
        curve.forEach((cost, index) => {
          expect(cost.partitionsStreamed).toBeGreaterThanOrEqual(cost.partitionsNeeded);
          expect(cost.bytesStreamed).toBe(cost.partitionsStreamed * 100);
          expect(cost.partitionsStreamed).toBeLessThanOrEqual(curve[index - 1]?.partitionsStreamed ?? Infinity);
        });
      }),
    );
  });

  it('streams all for one partition that differs when the tree is a single leaf', () => {
    const left = Array.from({ length: 100 }, (_, index) => ({ token: BigInt(index) as Token, hash: digestOf(`${index}`), sizeBytes: 10 }));
    const right = left.with(5, { token: 5n as Token, hash: digestOf('older'), sizeBytes: 10 });
    const cost = streamingCost({ range: RING, left, right }, 0);
    expect(cost).toMatchObject({ partitionsStreamed: 200, partitionsNeeded: 2, overStreaming: 100, bytesStreamed: 2000 });
  });
});
