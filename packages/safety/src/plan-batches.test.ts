import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planBatches } from './plan-batches.ts';
import { planStop } from './plan-stop.ts';
import { anyCase } from './testing/any-case.ts';
import { idOf, makeCluster, networkTopology, placesInRacks } from './testing/clusters.ts';

const RF3 = { orders: networkTopology({ dc1: 3 }) };
/** The numbers of the nodes of each batch. */
const numbers = ({ batches }: ReturnType<typeof planBatches>): readonly (readonly number[])[] =>
  batches.map(({ nodes }) => nodes.map((id) => Number(/\.(\d+):/.exec(id)?.[1])));

describe('planBatches()', () => {
  it('makes batches that planStop() allows, each node in one of them or refused, and says why', () => {
    fc.assert(
      fc.property(anyCase, fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }), ({ cluster, levels }, atMost) => {
        const { batches, refused, refusals } = planBatches({ cluster, levels, atMost });
        for (const { nodes } of batches) {
          expect(planStop({ cluster, levels, victims: nodes }).allowed).toBe(true);
          expect(nodes.length).toBeLessThanOrEqual(atMost ?? cluster.members.length);
        }
        for (const { node } of refused) expect(planStop({ cluster, levels, victims: [node] }).allowed).toBe(false);
        const planned = [...batches.flatMap(({ nodes }) => nodes), ...refused.map(({ node }) => node)].toSorted();
        expect(planned).toEqual(refusals.length > 0 ? [] : cluster.members.map(({ id }) => id).toSorted());
        expect(planStop({ cluster, levels, victims: [] }).allowed).toBe(refusals.length === 0);
      }),
      { numRuns: 500 },
    );
  });

  it('makes none of them wider than its rack, and each as wide as the rule lets it be', () => {
    fc.assert(
      fc.property(anyCase, ({ cluster, levels }) => {
        const { batches } = planBatches({ cluster, levels });
        const of = new Map(cluster.members.map((member) => [member.id, member]));
        for (const [at, { nodes, datacenter, rack }] of batches.entries()) {
          expect(nodes.every((id) => of.get(id)?.datacenter === datacenter && of.get(id)?.rack === rack)).toBe(true);
          const later = batches.slice(at + 1).filter((other) => other.datacenter === datacenter && other.rack === rack);
          for (const id of later.flatMap((other) => other.nodes))
            expect(planStop({ cluster, levels, victims: [...nodes, id] }).allowed).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('restarts rack by rack where each range has at most one replica in a rack', () => {
    const plan = planBatches({ cluster: makeCluster({ places: placesInRacks(9, 3), keyspaces: RF3 }) });
    expect(numbers(plan)).toEqual([
      [1, 4, 7],
      [2, 5, 8],
      [3, 6, 9],
    ]);
    expect(plan.batches[0]?.limit).toMatch(
      /^With 10\.0\.0\.2:7000: LOCAL_QUORUM on keyspace orders needs 2 replicas in dc1 of range .* 1 would be left\.$/,
    );
  });

  it('restarts nodes of one rack together that share no range, and the others after them', () => {
    const plan = planBatches({ cluster: makeCluster({ places: placesInRacks(7, 1), keyspaces: RF3 }) });
    expect(numbers(plan)).toEqual([[1, 4], [2, 5], [3, 6], [7]]);
    expect(plan.batches.at(-1)?.limit).toBe('It is all that is left of rack r1 in dc1, and a batch never spans two racks.');
  });

  it('restarts node by node where one at a time is asked for', () => {
    const plan = planBatches({ cluster: makeCluster({ places: placesInRacks(6, 3), keyspaces: RF3 }), atMost: 1 });
    expect(numbers(plan)).toEqual([[1], [4], [2], [5], [3], [6]]);
    expect(new Set(plan.batches.map(({ limit }) => limit))).toEqual(new Set(['No more than 1 at a time.']));
  });

  it('leaves out nodes that cannot be stopped at all, and says why', () => {
    const facts = { 2: { streams: ['Repair'] } };
    const plan = planBatches({ cluster: makeCluster({ places: placesInRacks(3, 3), keyspaces: RF3, facts }) });
    expect([numbers(plan), plan.refused]).toEqual([[[1], [3]], [{ node: idOf(2), sentence: `${idOf(2)} is streaming: Repair.` }]]);
    const single = makeCluster({ places: placesInRacks(3, 3), keyspaces: { single: networkTopology({ dc1: 1 }) } });
    expect(planBatches({ cluster: single }).refused.map(({ node }) => node)).toEqual([idOf(1), idOf(2), idOf(3)]);
  });

  it('names what is not known in the order of the nodes, whoever lists them', () => {
    const facts = { 2: { hintsFor: undefined }, 10: { hintsFor: undefined } };
    const { members, ...rest } = makeCluster({ places: placesInRacks(10, 5), keyspaces: RF3, facts });
    const { notChecked } = planBatches({ cluster: { ...rest, members: members.toReversed() } });
    expect(notChecked).toEqual([`Not known: hints of ${idOf(2)} and ${idOf(10)}.`]);
  });

  it('plans nothing while something forbids every stop', () => {
    const facts = { 3: { state: 'Joining' as const } };
    const plan = planBatches({ cluster: makeCluster({ places: placesInRacks(4, 4), keyspaces: RF3, facts }) });
    expect([plan.batches, plan.refused, plan.refusals.map(({ kind }) => kind)]).toEqual([[], [], ['topologyChange']]);
  });
});
