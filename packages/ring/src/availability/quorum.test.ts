import { describe, expect, it } from 'vitest';
import { quorum } from './quorum.ts';

describe('quorum()', () => {
  it('is more than half', () => {
    expect([0, 1, 2, 3, 4, 5].map((replicas) => quorum(replicas))).toEqual([1, 1, 2, 2, 3, 3]);
  });
});
