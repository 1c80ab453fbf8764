import { pointAt, type RingNode, turnsOf } from './geometry.ts';
import { describe, expect, it } from 'vitest';
import { arcsOf, pathOf, tokenAt } from './dense-geometry.ts';

const node = (id: string, ...tokens: bigint[]): RingNode => ({ id, datacenter: 'dc1', rack: 'r1', tokens, alive: true });
const RING = [node('a', -(2n ** 63n), 2n ** 62n), node('b', 0n)];

describe('a dense ring', () => {
  it('draws the ranges of some nodes as one path, an arc each, and a long one as two', () => {
    expect(arcsOf(RING, ({ id }) => id === 'a').map(({ startTurns, endTurns }) => [startTurns, endTurns])).toEqual([
      [0.75, 1],
      [0.5, 0.75],
    ]);
    expect(pathOf([{ startTurns: 0, endTurns: 0.25 }], 100)).toBe('M0 -100A100 100 0 0 1 100 0');
    expect(pathOf([{ startTurns: 0, endTurns: 1 }], 100).match(/A/g)?.length).toBeGreaterThan(2);
    expect(pathOf([], 100)).toBe('');
  });

  it('finds the token that was clicked on', () => {
    for (const token of [-(2n ** 62n), 0n, 2n ** 62n, 2n ** 63n - 2n ** 40n]) {
      const off = tokenAt(pointAt(turnsOf(token), 70)) - token;
      expect(Math.abs(Number(off))).toBeLessThan(2 ** 20);
    }
    expect(tokenAt({ x: 0, y: -1 })).toBe(-(2n ** 63n));
  });
});
