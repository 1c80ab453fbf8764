import { OpsError } from '@ringside/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyStrategy, anyTopology, ring } from '../test-support/rings.ts';
import { availability } from './availability.ts';
import { CONSISTENCY_LEVELS, type ConsistencyLevel } from '@ringside/model';

const sixNodes = ring('dc1 r1 0', 'dc1 r2 1', 'dc1 r3 2', 'dc2 r1 3', 'dc2 r2 4', 'dc2 r3 5');
const threeEach = { class: 'NetworkTopologyStrategy' as const, replicationFactors: { dc1: 3, dc2: 3 } };

/** Live and needed replicas of every level, as `live/needed state`, for a keyspace of 3 replicas in each of two datacenters. */
function levels(dead: readonly string[], localDatacenter = 'dc1'): Record<string, string> {
  return Object.fromEntries(
    CONSISTENCY_LEVELS.map((consistency) => {
      const isAlive = (id: string): boolean => !dead.includes(id);
      const { ranges } = availability({ topology: sixNodes, strategy: threeEach, consistency, localDatacenter, isAlive });
      const seen = new Set(ranges.map(({ live, needed, state }) => `${live}/${needed} ${state}`));
      return [consistency, [...seen].join(', ')];
    }),
  );
}

describe('availability()', () => {
  it('counts what each level needs and what lives, with one node of each datacenter down', () => {
    expect(levels(['n1', 'n4'])).toEqual({
      ANY: '4/0 underReplicated',
      ONE: '4/1 underReplicated',
      TWO: '4/2 underReplicated',
      THREE: '4/3 underReplicated',
      QUORUM: '4/4 underReplicated',
      ALL: '4/6 unavailable',
      LOCAL_QUORUM: '2/2 underReplicated',
      EACH_QUORUM: '4/4 underReplicated',
      SERIAL: '4/4 underReplicated',
      LOCAL_SERIAL: '2/2 underReplicated',
      LOCAL_ONE: '2/1 underReplicated',
    });
  });

  it('loses EACH_QUORUM, and the local levels of that datacenter only, with two nodes of one datacenter down', () => {
    const { EACH_QUORUM, QUORUM, LOCAL_QUORUM, LOCAL_SERIAL } = levels(['n4', 'n5'], 'dc2');
    expect({ EACH_QUORUM, QUORUM, LOCAL_QUORUM, LOCAL_SERIAL }).toEqual({
      EACH_QUORUM: '3/4 unavailable',
      QUORUM: '4/4 underReplicated',
      LOCAL_QUORUM: '1/2 unavailable',
      LOCAL_SERIAL: '1/2 unavailable',
    });
    expect(levels(['n4', 'n5'], 'dc1')['LOCAL_QUORUM']).toBe('3/2 underReplicated');
  });

  it('finds the local levels unavailable in a datacenter without replicas, and the others not', () => {
    expect(levels([], 'dc3')).toMatchObject({
      LOCAL_ONE: '0/1 unavailable',
      LOCAL_QUORUM: '0/1 unavailable',
      LOCAL_SERIAL: '0/1 unavailable',
      QUORUM: '6/4 available',
      EACH_QUORUM: '4/4 available',
    });
  });

  it('goes by the factor asked for at QUORUM, and so at SERIAL, which reads at QUORUM after its Paxos round', () => {
    const isAlive = (): boolean => true;
    const strategy = { class: 'SimpleStrategy' as const, replicationFactor: 5 };
    const judge = (consistency: ConsistencyLevel): object | undefined =>
      availability({ topology: ring('dc1 r1 0', 'dc1 r1 1'), strategy, consistency, isAlive }).ranges[0];
    expect(judge('QUORUM')).toMatchObject({ live: 2, needed: 3, state: 'unavailable' });
    expect(judge('SERIAL')).toMatchObject({ live: 2, needed: 3, state: 'unavailable' });
  });

  it('never offers a stronger level than it has replicas for: unavailable exactly when live < needed', () => {
    fc.assert(
      fc.property(
        anyTopology,
        anyStrategy,
        fc.constantFrom(...CONSISTENCY_LEVELS),
        fc.infiniteStream(fc.boolean()),
        (topology, strategy, consistency, coins) => {
          const alive = new Set(topology.endpoints.filter(() => coins.next().value).map(({ id }) => id));
          const { ranges, summary } = availability({
            topology,
            strategy,
            consistency,
            localDatacenter: 'dc1',
            isAlive: (id) => alive.has(id),
          });
          expect(ranges.every(({ state, live, needed }) => (state === 'unavailable') === live < needed)).toBe(true);
          expect(ranges.every(({ state, replicas }) => state !== 'available' || replicas.every((id) => alive.has(id)))).toBe(true);
          expect(summary.available + summary.underReplicated + summary.unavailable).toBe(summary.total);
          expect(summary.total).toBe(topology.tokens.length);
        },
      ),
    );
  });

  it('never gets worse when a node comes back', () => {
    fc.assert(
      fc.property(anyTopology, anyStrategy, fc.constantFrom(...CONSISTENCY_LEVELS), fc.nat(11), (topology, strategy, consistency, at) => {
        const back = topology.endpoints[at % topology.endpoints.length]?.id;
        const judge = (isAlive: (id: string) => boolean): number =>
          availability({ topology, strategy, consistency, localDatacenter: 'dc1', isAlive }).summary.unavailable;
        expect(judge((id) => id !== 'n1')).toBeGreaterThanOrEqual(judge(() => true));
        expect(judge(() => false)).toBeGreaterThanOrEqual(judge((id) => id === back));
      }),
    );
  });

  it('refuses a local level without a local datacenter', () => {
    const question = { topology: sixNodes, strategy: threeEach, consistency: 'LOCAL_ONE' as const, isAlive: (): boolean => true };
    expect(() => availability(question)).toThrow(OpsError);
    expect(() => availability(question)).toThrow('LOCAL_ONE needs a local datacenter');
  });
});
