import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../placement/topology.ts';
import { topology } from '../placement/topology.ts';
import { ring } from '../test-support/rings.ts';
import { MAX_TOKEN, MIN_TOKEN, token } from '../token/token.ts';
import { allocateTokens } from './allocate-tokens.ts';
import { evenTokens } from './even-tokens.ts';
import { imbalance } from './imbalance.ts';

const strategy = { class: 'NetworkTopologyStrategy' as const, replicationFactors: { dc1: 3 } };

/** A datacenter that grew to `nodes` nodes one by one, its racks filled in turn. */
function grown(nodes: number, racks: number, numTokens: number): readonly Endpoint[] {
  const endpoints: Endpoint[] = [];
  for (let at = 0; at < nodes; at += 1) {
    const place = { datacenter: 'dc1', rack: `r${at % racks}` };
    const tokens = allocateTokens({ ...place, topology: topology(endpoints), numTokens, replicationFactor: 3 });
    endpoints.push({ ...place, id: `n${at}`, tokens });
  }
  return endpoints;
}

describe('evenTokens()', () => {
  it('cuts the ring as Cassandra’s documentation computes initial tokens', () => {
    expect(evenTokens(4).map(String)).toEqual(['-9223372036854775808', '-4611686018427387904', '0', '4611686018427387904']);
  });

  it('leaves no node with more than any other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.bigInt({ min: 0n, max: MAX_TOKEN }), (count, offset) => {
        const [figures] = imbalance(
          topology(evenTokens(count, offset).map((each, at) => ({ id: `n${at}`, datacenter: 'dc1', rack: 'r1', tokens: [each] }))),
        );
        expect(figures?.largest).toBeCloseTo(1);
        expect(figures?.smallest).toBeCloseTo(1);
      }),
    );
  });

  it('refuses a count that is none', () => {
    for (const count of [0, -1, 1.5]) expect(() => evenTokens(count)).toThrow(RangeError);
  });
});

describe('allocateTokens()', () => {
  it('balances a datacenter that grows rack by rack with 16 tokens a node to within 5%', () => {
    for (const nodes of [9, 12, 24, 30]) {
      const [figures] = imbalance(topology(grown(nodes, 3, 16)), strategy);
      expect(figures?.largest).toBeLessThan(1.05);
      expect(figures?.smallest).toBeGreaterThan(0.95);
    }
  });

  it.each([1, 2, 5])('stays within a tenth of fair with 16 tokens a node where %d racks hold 3 replicas', (racks) => {
    const nodes = grown(20, racks, 16);
    for (const count of [10, 15, 20]) {
      const [figures] = imbalance(topology(nodes.slice(0, count)), strategy);
      expect(figures?.largest).toBeLessThan(1.1);
      expect(figures?.smallest).toBeGreaterThan(0.9);
    }
  });

  it('halves the widest range for the second node with one token', () => {
    expect(allocateTokens({ topology: ring(`dc1 r1 ${MIN_TOKEN}`), datacenter: 'dc1', rack: 'r1', numTokens: 1 })).toEqual([token(0n)]);
  });

  it('gives as many tokens as asked for, none of them owned, the same to whoever asks the same', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 20 }),
        (nodes, racks, numTokens) => {
          const request = { topology: topology(grown(nodes, racks, numTokens)), datacenter: 'dc2', rack: 'r1', numTokens };
          const tokens = allocateTokens(request);
          expect(new Set([...request.topology.tokens, ...tokens]).size).toBe((nodes + 1) * numTokens);
          expect(allocateTokens(request)).toEqual(tokens);
        },
      ),
    );
  });

  it('finds a place even between neighbouring tokens', () => {
    const crowded = ring('dc1 r1 0 1 2 3');
    expect(new Set([...crowded.tokens, ...allocateTokens({ topology: crowded, datacenter: 'dc1', rack: 'r1', numTokens: 8 })]).size).toBe(
      12,
    );
  });

  it('refuses a number of tokens that is none', () => {
    for (const numTokens of [0, -1, 1.5]) {
      expect(() => allocateTokens({ topology: ring(), datacenter: 'dc1', rack: 'r1', numTokens })).toThrow(RangeError);
      expect(() => allocateTokens({ topology: ring('dc1 r1 0'), datacenter: 'dc1', rack: 'r1', numTokens })).toThrow(RangeError);
    }
  });
});

describe('imbalance()', () => {
  it('measures each datacenter by itself and leaves out those that hold nothing', () => {
    const nodes = ring(`dc1 r1 ${MIN_TOKEN}`, 'dc1 r1 0', 'dc2 r1 5', 'dc3 r1');
    expect(imbalance(nodes, { class: 'NetworkTopologyStrategy', replicationFactors: { dc1: 1 } })).toEqual([
      { datacenter: 'dc1', nodes: 2, meanOwnership: 0.5, smallest: 1, largest: 1, deviation: 0 },
    ]);
  });

  it('tells how far the largest node is above its share', () => {
    expect(imbalance(ring(`dc1 r1 ${-(2n ** 62n)}`, 'dc1 r1 0'))).toEqual([
      { datacenter: 'dc1', nodes: 2, meanOwnership: 0.5, smallest: 0.5, largest: 1.5, deviation: 0.5 },
    ]);
  });
});
