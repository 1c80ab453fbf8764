import { isOnRing, placeReplicas } from '@ringside/ring';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownCluster } from './known-cluster.ts';
import { planRepair, repairableKeyspaces, whyNotRepair } from './plan-repair.ts';
import { anyCluster } from './testing/any-case.ts';
import { type Facts, idOf, makeCluster, networkTopology, placesInRacks } from './testing/clusters.ts';

const ORDERS = { orders: networkTopology({ dc1: 3 }) };
const numbers = (batches: readonly (readonly string[])[]): readonly (readonly number[])[] =>
  batches.map((nodes) => nodes.map((id) => Number(/\.(\d+):/.exec(id)?.[1])));

/** The replicas of each range of a keyspace that at least two nodes have. */
function sharedRanges({ topology, keyspaces }: KnownCluster, name: string): readonly (readonly string[])[] {
  const strategy = keyspaces.find((keyspace) => keyspace.name === name)?.strategy;
  if (strategy === undefined || !isOnRing(strategy)) return [];
  return placeReplicas(topology, strategy).flatMap(({ replicas }) => (replicas.length > 1 ? [replicas] : []));
}

describe('planRepair()', () => {
  it('has each range repaired by one node, and never has two nodes repair at once that a third has to do with', () => {
    fc.assert(
      fc.property(anyCluster, (cluster) => {
        const keyspaces = repairableKeyspaces(cluster);
        expect(keyspaces).toEqual(cluster.keyspaces.map(({ name }) => name).filter((name) => sharedRanges(cluster, name).length > 0));
        const { batches } = planRepair({ cluster, keyspaces });
        const shared = keyspaces.flatMap((name) => sharedRanges(cluster, name));
        expect(batches.flat().toSorted()).toEqual(Array.from(new Set(shared.map(([first = '']) => first))).toSorted());
        for (const batch of batches) {
          const busy = batch.flatMap((node) => Array.from(new Set(shared.filter(([first]) => first === node).flat())));
          expect(new Set(busy).size).toBe(busy.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('repairs at the same time what has no node in common', () => {
    const rf2 = { orders: networkTopology({ dc1: 2 }) };
    const cluster = makeCluster({ places: placesInRacks(6, 1), keyspaces: rf2 });
    expect(numbers(planRepair({ cluster, keyspaces: ['orders'] }).batches)).toEqual([
      [1, 3, 5],
      [2, 4, 6],
    ]);
    expect(
      numbers(planRepair({ cluster: makeCluster({ places: placesInRacks(3, 3), keyspaces: ORDERS }), keyspaces: ['orders'] }).batches),
    ).toEqual([[1], [2], [3]]);
  });

  it('refuses what is not there, and what no two nodes have', () => {
    const keyspaces = { ...ORDERS, single: networkTopology({ dc1: 1 }), own: { class: 'LocalStrategy' as const } };
    const cluster = makeCluster({ places: placesInRacks(3, 3), keyspaces });
    expect(() => planRepair({ cluster, keyspaces: ['order'] })).toThrow('There is no keyspace order');
    for (const name of ['single', 'own'])
      expect(() => planRepair({ cluster, keyspaces: ['orders', name] })).toThrow(`Keyspace ${name} has nothing to repair`);
  });
});

describe('whyNotRepair()', () => {
  const six = (facts: Facts): KnownCluster =>
    makeCluster({ places: placesInRacks(6, 1), keyspaces: { orders: networkTopology({ dc1: 2 }) }, facts });
  const why = (node: number, cluster: KnownCluster): readonly string[] => whyNotRepair(idOf(node), { cluster, keyspaces: ['orders'] });

  it('is that a replica of its ranges is not up, and not that another node is down', () => {
    const cluster = six({ 2: { liveness: 'down', said: 'dead' } });
    const sentence = `${idOf(2)} is dead. A repair compares every replica, so all of them must be up.`;
    expect([why(1, cluster), why(2, cluster), why(4, cluster)]).toEqual([[sentence], [sentence], []]);
    expect(planRepair({ cluster, keyspaces: ['orders'] }).refusals).toEqual([sentence]);
  });

  it('is that tokens move, or that nodes disagree on the schema', () => {
    expect(why(1, six({ 5: { state: 'Joining' } }))).toEqual([expect.stringContaining('joining the ring')]);
    expect(why(1, six({ 5: { schemaVersion: 'v2' } }))).toEqual([expect.stringContaining('disagree on the schema')]);
  });
});
