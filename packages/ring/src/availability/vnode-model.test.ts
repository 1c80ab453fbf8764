import { describe, expect, it } from 'vitest';
import { expectedNeighbours, outageModel } from './vnode-model.ts';

describe('outageModel()', () => {
  it('reproduces the paper’s example: 96 nodes, 256 tokens, nearly 3 outages a century', () => {
    const model = outageModel({ nodes: 96, numTokens: 256 });
    expect(model.neighbours).toBeCloseTo(64, 3);
    expect(Math.floor(model.recoverySeconds)).toBe(2_457);
    expect(model.outagesPerCentury).toBeCloseTo(2.99, 2);
  });

  it('reproduces the paper’s 0.35 for 4 tokens with the neighbours and the speed it takes, and 0.67 with those of its own equation', () => {
    const taken = { neighbours: 7.5, outboundBytesPerSecond: 25 * 1_048_576 };
    expect(outageModel({ nodes: 96, numTokens: 4, ...taken }).outagesPerCentury).toBeCloseTo(0.35, 2);
    expect(outageModel({ nodes: 96, numTokens: 4 }).outagesPerCentury).toBeCloseTo(0.67, 2);
  });

  it('knows no outage without a neighbour', () => {
    expect(outageModel({ nodes: 1, numTokens: 16, rackAware: false }).outagesPerCentury).toBe(0);
  });

  it('recovers more slowly where few neighbours give less than the node can take', () => {
    expect(outageModel({ nodes: 96, numTokens: 1 }).recoverySeconds).toBeGreaterThan(
      outageModel({ nodes: 96, numTokens: 16 }).recoverySeconds,
    );
  });
});

describe('expectedNeighbours()', () => {
  it.each([
    [1, 3.907],
    [4, 14.255],
    [16, 40.641],
    [256, 64],
  ])('of a node with %d tokens among 96 nodes in three racks is %d', (numTokens, neighbours) => {
    expect(expectedNeighbours({ nodes: 96, numTokens })).toBeCloseTo(neighbours, 3);
  });

  it('counts all other nodes where racks do not matter, and never more than there are', () => {
    expect(expectedNeighbours({ nodes: 5, numTokens: 256, rackAware: false })).toBeCloseTo(4);
    expect(expectedNeighbours({ nodes: 3, numTokens: 1 })).toBe(2);
  });
});
