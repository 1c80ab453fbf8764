import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arcPath, pointAt, ringGeometry, type RingNode, turnsOf } from './geometry.ts';

const MIN = -(2n ** 63n);
const node = (id: string, ...tokens: bigint[]): RingNode => ({ id, datacenter: 'dc1', rack: 'r1', tokens, alive: true });

describe('turnsOf()', () => {
  it('puts the smallest token at the top, zero at the bottom, and grows clockwise', () => {
    expect(turnsOf(MIN)).toBe(0);
    expect(turnsOf(0n)).toBe(0.5);
    expect(turnsOf(2n ** 62n)).toBe(0.75);
    expect(pointAt(0.25, 10).x).toBeCloseTo(10);
    expect(pointAt(0, 10).y).toBeCloseTo(-10);
  });
});

describe('ringGeometry()', () => {
  it('gives one token the whole ring', () => {
    const { arcs, ownership } = ringGeometry([node('a', 5n)]);
    expect((arcs[0]?.endTurns ?? 0) - (arcs[0]?.startTurns ?? 0)).toBe(1);
    expect(ownership.get('a')).toBe(1);
  });

  it('gives each token the range that ends at it, the lowest one the range that wraps', () => {
    const { ownership } = ringGeometry([node('a', MIN), node('b', 0n)]);
    expect(ownership.get('a')).toBeCloseTo(0.5);
    const uneven = ringGeometry([node('a', -(2n ** 62n)), node('b', 0n)]);
    expect(uneven.ownership.get('b')).toBeCloseTo(0.25);
    expect(uneven.ownership.get('a')).toBeCloseTo(0.75);
  });

  it('covers the ring exactly once, whatever the tokens', () => {
    const tokens = fc.uniqueArray(fc.bigInt({ min: MIN, max: 2n ** 63n - 1n }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(tokens, (all) => {
        const nodes = all.map((token, index) => node(`n${index}`, token));
        const total = [...ringGeometry(nodes).ownership.values()].reduce((sum, share) => sum + share, 0);
        expect(total).toBeCloseTo(1, 6);
      }),
    );
  });
});

describe('arcPath()', () => {
  it('draws two halves, so that a whole turn is not an empty path', () => {
    expect(arcPath({ startTurns: 0, endTurns: 1 }, 10)).toBe('M 0.00 -10.00 A 10 10 0 0 1 0.00 10.00 A 10 10 0 0 1 -0.00 -10.00');
  });
});
