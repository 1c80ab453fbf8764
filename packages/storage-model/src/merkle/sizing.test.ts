import { expect, it } from 'vitest';
import { deepestTreeWithin, defaultRepairSessionSpaceMiB, treeDepth, treeMemory } from './sizing.ts';

it('treeDepth() aims at one leaf a partition', () => {
  const roomy = { sessionSpaceMiB: 1024, replicas: 3 };
  expect(treeDepth({ ...roomy, partitions: 0 })).toBe(0);
  expect(treeDepth({ ...roomy, partitions: 1 })).toBe(0);
  expect(treeDepth({ ...roomy, partitions: 1000 })).toBe(10);
});

it('treeDepth() gives a range its share of the memory, and every replica its share of the session', () => {
  const many = { partitions: 10_000_000, sessionSpaceMiB: 512 };
  expect(treeDepth({ ...many, replicas: 1 })).toBe(20);
  expect(treeDepth({ ...many, replicas: 3 })).toBe(19);
  expect(treeDepth({ ...many, replicas: 3, allPartitions: 160_000_000 })).toBe(15);
  expect(treeDepth({ ...many, replicas: 1, maxTreeDepth: 12 })).toBe(12);
});

it('deepestTreeWithin() finds the deepest tree whose memory fits', () => {
  for (const depth of [1, 5, 15, 20]) {
    const { heapBytes } = treeMemory(depth);
    expect(deepestTreeWithin(heapBytes)).toBe(depth);
    expect(deepestTreeWithin(heapBytes - 1)).toBe(Math.max(1, depth - 1));
  }
});

it('defaultRepairSessionSpaceMiB() is a sixteenth of the heap', () => {
  expect(defaultRepairSessionSpaceMiB(8 * 2 ** 30)).toBe(512);
  expect(defaultRepairSessionSpaceMiB(1)).toBe(1);
});
