import { OpsError } from '@ringside/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeContains, rangeSize } from '../range/range.ts';
import { anyToken, anyTopology, ring } from '../test-support/rings.ts';
import { RING_SIZE } from '../token/token.ts';
import { firstTokenAt, ringRanges, topology } from './topology.ts';

describe('topology()', () => {
  it('refuses a token with two owners and says which', () => {
    expect(() => ring('dc1 r1 5 9', 'dc1 r2 9')).toThrow('Token 9 is owned twice, by n1 and n2');
  });

  it('refuses two nodes of one id', () => {
    const node = { id: '10.0.0.1', datacenter: 'dc1', rack: 'r1', tokens: [] };
    expect(() => topology([node, node])).toThrow(OpsError);
  });

  it('covers the ring with its ranges exactly once', () => {
    fc.assert(
      fc.property(anyTopology, anyToken, (any, token) => {
        const ranges = ringRanges(any);
        expect(ranges.reduce((sum, range) => sum + rangeSize(range), 0n)).toBe(RING_SIZE);
        const holders = ranges.flatMap((range, at) => (rangeContains(range, token) ? [at] : []));
        expect(holders).toEqual([firstTokenAt(any, token)]);
      }),
    );
  });
});
