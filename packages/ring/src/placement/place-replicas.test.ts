import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyStrategy, anyToken, anyTopology, ring } from '../test-support/rings.ts';
import { rangeContains } from '../range/range.ts';
import { token } from '../token/token.ts';
import { replicaNeighbours } from './neighbours.ts';
import { ownership } from './ownership.ts';
import { placeReplicas, replicasOf } from './place-replicas.ts';
import type { Topology } from './topology.ts';

const inDatacenters = (replicationFactors: Record<string, number>) => ({ class: 'NetworkTopologyStrategy' as const, replicationFactors });
const replicas = (topology: Topology, strategy: Parameters<typeof placeReplicas>[1]): string[] =>
  placeReplicas(topology, strategy).map((range) => range.replicas.join(' '));

describe('placeReplicas()', () => {
  it('puts SimpleStrategy’s replicas on the next nodes along the ring, whatever their rack', () => {
    const simple = { class: 'SimpleStrategy' as const, replicationFactor: 2 };
    expect(replicas(ring('dc1 r1 -9 3', 'dc1 r1 0', 'dc2 r1 6'), simple)).toEqual(['n1 n2', 'n2 n1', 'n1 n3', 'n3 n1']);
  });

  it('puts a datacenter’s replicas in different racks while there are any', () => {
    const nodes = ring('dc1 r1 0', 'dc1 r1 1', 'dc1 r2 2', 'dc1 r2 3', 'dc1 r3 4', 'dc1 r3 5');
    expect(replicas(nodes, inDatacenters({ dc1: 3 }))).toEqual(['n1 n3 n5', 'n2 n3 n5', 'n3 n5 n1', 'n4 n5 n1', 'n5 n1 n3', 'n6 n1 n3']);
  });

  it('repeats racks only as often as the factor exceeds their number, at the first nodes that the walk meets', () => {
    const nodes = ring('dc1 r1 0', 'dc1 r1 1', 'dc1 r1 2', 'dc1 r2 3');
    expect(replicas(nodes, inDatacenters({ dc1: 3 }))).toEqual(['n1 n2 n4', 'n2 n3 n4', 'n3 n4 n1', 'n4 n1 n2']);
  });

  it('places as many as there are nodes when the factor asks for more', () => {
    expect(replicas(ring('dc1 r1 0', 'dc1 r1 1'), inDatacenters({ dc1: 3 }))).toEqual(['n1 n2', 'n2 n1']);
  });

  it('ignores datacenters without nodes, and nodes of datacenters that hold nothing', () => {
    expect(replicas(ring('dc1 r1 0', 'dc2 r1 1'), inDatacenters({ dc1: 1, dc9: 2 }))).toEqual(['n1', 'n1']);
  });

  it('does not count a rack whose nodes have no tokens yet', () => {
    expect(replicas(ring('dc1 r1 0', 'dc1 r1 1', 'dc1 r2'), inDatacenters({ dc1: 2 }))).toEqual(['n1 n2', 'n2 n1']);
  });

  it('puts EverywhereStrategy’s replicas on every node, and LocalStrategy’s on none that another can count on', () => {
    const nodes = ring('dc1 r1 0', 'dc2 r1 1', 'dc2 r1');
    expect(replicas(nodes, { class: 'EverywhereStrategy' })).toEqual(['n1 n2', 'n2 n1']);
    expect(replicas(nodes, { class: 'LocalStrategy' })).toEqual([]);
    expect(replicas(nodes, { class: 'MetaStrategy', replicationFactor: 1 })).toEqual([]);
  });

  it('keeps its rules on any ring: no node twice, each datacenter min(factor, nodes), racks spread', () => {
    fc.assert(
      fc.property(anyTopology, fc.dictionary(fc.constantFrom('dc1', 'dc2', 'dc3'), fc.integer({ min: 1, max: 5 })), (topology, factors) => {
        const members = topology.endpoints.filter(({ tokens }) => tokens.length > 0);
        const byId = new Map(members.map((each) => [each.id, each]));
        for (const { range, replicas } of placeReplicas(topology, inDatacenters(factors))) {
          expect(new Set(replicas).size).toBe(replicas.length);
          for (const datacenter of ['dc1', 'dc2', 'dc3']) {
            const inside = members.filter((each) => each.datacenter === datacenter);
            const chosen = replicas.map((id) => byId.get(id)).filter((each) => each?.datacenter === datacenter);
            expect(chosen).toHaveLength(Math.min(factors[datacenter] ?? 0, inside.length));
            const racks = new Set(inside.map(({ rack }) => rack)).size;
            expect(new Set(chosen.map((each) => each?.rack)).size).toBe(Math.min(chosen.length, racks));
          }
          const owner = members.find(({ tokens }) => tokens.includes(range.end));
          const holds = (factors[owner?.datacenter ?? ''] ?? 0) > 0;
          expect(replicas[0] === owner?.id).toBe(holds);
        }
      }),
    );
  });
});

describe('replicasOf()', () => {
  it('answers for any token with the replicas of the range that holds it', () => {
    fc.assert(
      fc.property(anyTopology, anyStrategy, anyToken, (topology, strategy, token) => {
        const holder = placeReplicas(topology, strategy).find(({ range }) => rangeContains(range, token));
        expect(replicasOf(topology, strategy, token)).toEqual(holder?.replicas);
      }),
    );
  });

  it('has none on an empty ring', () => {
    expect(replicasOf(ring(), { class: 'SimpleStrategy', replicationFactor: 1 }, token(0n))).toEqual([]);
  });
});

describe('ownership()', () => {
  it('adds up to the replicas that each datacenter has, as nodetool status shows it', () => {
    fc.assert(
      fc.property(anyTopology, fc.integer({ min: 1, max: 4 }), (topology, factor) => {
        const shares = ownership(topology, inDatacenters({ dc1: factor }));
        const members = topology.endpoints.filter(({ datacenter, tokens }) => datacenter === 'dc1' && tokens.length > 0).length;
        expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(Math.min(factor, members));
      }),
    );
  });

  it('is the primary share without a strategy, and 0 for a node without tokens', () => {
    const shares = ownership(ring(`dc1 r1 ${-(2n ** 62n)}`, 'dc1 r1 0', 'dc1 r1'));
    expect([...shares]).toEqual([
      ['n1', 0.75],
      ['n2', 0.25],
      ['n3', 0],
    ]);
  });
});

describe('replicaNeighbours()', () => {
  it('names the nodes that share a range, both ways', () => {
    const neighbours = replicaNeighbours(ring('dc1 r1 0', 'dc1 r1 1', 'dc1 r1 2', 'dc1 r1 3', 'dc1 r1'), inDatacenters({ dc1: 2 }));
    const shown = [...neighbours].map(([id, others]) => `${id}: ${[...others].toSorted().join(' ')}`);
    expect(shown).toEqual(['n1: n2 n4', 'n2: n1 n3', 'n3: n2 n4', 'n4: n1 n3', 'n5: ']);
  });
});
