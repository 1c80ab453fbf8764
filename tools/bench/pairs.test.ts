import { expect, it } from 'vitest';
import { inPairs } from './pairs.ts';

it('measures each side second in turn, and keeps the figures of a pair at one place', async () => {
  const order: string[] = [];
  const taken = await inPairs(3, async (side) => `${side} ${order.push(side)}`);
  expect(order).toEqual(['ours', 'peer', 'peer', 'ours', 'ours', 'peer']);
  expect(taken).toEqual({ ours: ['ours 1', 'ours 4', 'ours 5'], peer: ['peer 2', 'peer 3', 'peer 6'] });
});
