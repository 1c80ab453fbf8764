import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planStop, type StopPlan } from './plan-stop.ts';
import { anyCase } from './testing/any-case.ts';
import { idOf, makeCluster, networkTopology, placesInRacks } from './testing/clusters.ts';
import { fallenRanges } from './testing/oracle.ts';

/** Keyspaces that a plan refuses, by name. */
function refusedKeyspaces({ refusals }: StopPlan): readonly string[] {
  return [...new Set(refusals.flatMap((refusal) => (refusal.kind === 'range' ? refusal.keyspaces : [])))].toSorted();
}

/** How many ranges of each keyspace a plan refuses, once for each datacenter. */
function refusedRanges({ refusals }: StopPlan): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const refusal of refusals) {
    if (refusal.kind !== 'range') continue;
    for (const name of refusal.keyspaces) counts[name] = (counts[name] ?? 0) + refusal.ranges;
  }
  return counts;
}

describe('planStop()', () => {
  it('refuses exactly the ranges that an oracle finds below their level, judging each of them from each datacenter', () => {
    let [allowed, refused] = [0, 0];
    fc.assert(
      fc.property(anyCase, (each) => {
        const plan = planStop(each);
        // A range that falls short of EACH_QUORUM in two datacenters is one to the oracle, and two refusals.
        const counted = Object.entries(fallenRanges(each)).filter(([name]) => each.levels[name] !== 'EACH_QUORUM');
        expect(refusedRanges(plan)).toMatchObject(Object.fromEntries(counted));
        expect(refusedKeyspaces(plan)).toEqual(Object.keys(fallenRanges(each)).toSorted());
        expect(plan.allowed).toBe(plan.refusals.length === 0);
        if (plan.allowed) allowed += 1;
        else refused += 1;
      }),
      { numRuns: 2_000 },
    );
    // Neither answer may be the only one that these clusters give.
    expect(Math.min(allowed, refused)).toBeGreaterThan(100);
  });

  it('says of each keyspace how many replicas it can still lose: below 0 exactly where it is refused', () => {
    fc.assert(
      fc.property(anyCase, (each) => {
        const plan = planStop(each);
        const below = plan.keyspaces.filter(({ spare }) => spare !== null && spare < 0).map(({ keyspace }) => keyspace);
        expect(below).toEqual(refusedKeyspaces(plan));
      }),
    );
  });

  it('never allows more victims where it does not allow fewer', () => {
    fc.assert(
      fc.property(anyCase, fc.nat(), (each, seed) => {
        const fewer = { ...each, victims: each.victims.filter((_, at) => ((seed >> at) & 1) === 1) };
        expect(planStop(fewer).allowed || !planStop(each).allowed).toBe(true);
        expect(refusedKeyspaces(planStop(each))).toEqual(expect.arrayContaining([...refusedKeyspaces(planStop(fewer))]));
      }),
      { numRuns: 500 },
    );
  });

  it('counts for each refused range fewer live replicas than needed, and names every one of them once', () => {
    fc.assert(
      fc.property(anyCase, (each) => {
        for (const refusal of planStop(each).refusals) {
          if (refusal.kind !== 'range') continue;
          expect(refusal.left).toBeLessThan(refusal.needed);
          expect(refusal.replicas.filter(({ is }) => is === 'up')).toHaveLength(refusal.left);
          const ids = refusal.replicas.map(({ node }) => node);
          expect(new Set(ids).size).toBe(ids.length);
          for (const id of ids) expect(refusal.sentence).toContain(id);
          expect(refusal.sentence).toContain(`(${refusal.range.start}, ${refusal.range.end}]`);
          for (const name of refusal.keyspaces.slice(0, 3)) expect(refusal.sentence).toContain(name);
        }
      }),
    );
  });

  it('allows a whole rack exactly where the replicas that it does not hold are enough: RF 3 on 3 racks, RF 5 on 5 or 3, neither on 2', () => {
    const rackOf = (nodes: number, racks: number, factor: number): boolean => {
      const cluster = makeCluster({ places: placesInRacks(nodes, racks), keyspaces: { orders: networkTopology({ dc1: factor }) } });
      const victims = cluster.members.filter(({ rack }) => rack === 'r1').map(({ id }) => id);
      return planStop({ cluster, victims }).allowed;
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), (racks, each, factor) => {
        const nodes = racks * each;
        // Tokens go round the racks in turn, so the replicas of a range are its next nodes, or as many as racks repeat.
        const replicas = Math.min(factor, nodes);
        const inOneRack = Math.ceil(replicas / racks);
        expect(rackOf(nodes, racks, factor)).toBe(replicas - inOneRack >= Math.floor(factor / 2) + 1);
      }),
    );
    expect([rackOf(6, 3, 3), rackOf(10, 5, 5), rackOf(9, 3, 5)]).toEqual([true, true, true]);
    expect([rackOf(6, 2, 3), rackOf(10, 2, 5)]).toEqual([false, false]);
  });

  it('is the same whatever the order of members and victims, and JSON', () => {
    fc.assert(
      fc.property(anyCase, (each) => {
        const plan = planStop(each);
        expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
        const turned = {
          ...each,
          victims: each.victims.toReversed(),
          cluster: { ...each.cluster, members: each.cluster.members.toReversed() },
        };
        expect(planStop(turned)).toEqual(plan);
      }),
    );
  });
});

describe('a refusal of planStop()', () => {
  const three = placesInRacks(3, 1);
  const orders = { orders: networkTopology({ dc1: 3 }) };
  const sentences = (plan: StopPlan): readonly string[] => plan.refusals.map(({ sentence }) => sentence);
  const END = '(3074457345618258602, -9223372036854775808]';

  it('names the range, the keyspace, the level, the replicas and who is down, and since when', () => {
    const [, , down] = three;
    const places = [...three.slice(0, 2), { ...down!, liveness: 'down' as const }];
    const plan = planStop({ cluster: makeCluster({ places, keyspaces: orders }), victims: [idOf(2)] });
    expect(sentences(plan)).toEqual([
      `LOCAL_QUORUM on keyspace orders needs 2 replicas in dc1 of range ${END} (and 2 more ranges), held by ${idOf(1)}, ${idOf(2)} and ${idOf(3)}: without ${idOf(2)}, 1 would be left, since ${idOf(3)} is dead: its sidecar says that its process ended 9.0 s ago.`,
    ]);
  });

  it('says that a level needs every replica, so that none of them can ever be stopped', () => {
    const cluster = makeCluster({ places: three, keyspaces: { pairs: networkTopology({ dc1: 2 }), single: networkTopology({ dc1: 1 }) } });
    const plan = planStop({ cluster, victims: [idOf(1)], levels: { single: 'ONE' } });
    expect(sentences(plan)).toEqual([
      `LOCAL_QUORUM on keyspace pairs needs 2 replicas in dc1 of range ${END} (and 1 more range), held by ${idOf(1)} and ${idOf(2)}: the level needs every one of them, so none can ever be stopped without failed requests.`,
      `ONE on keyspace single needs 1 replica of range ${END}, held by ${idOf(1)}: the only replica can never be stopped without failed requests.`,
    ]);
  });

  it('says that a range is below its level before anything is stopped, and of whom nothing is known', () => {
    const places = three.map((place, at) => ({ ...place, liveness: at === 0 ? ('up' as const) : ('unknown' as const) }));
    const plan = planStop({ cluster: makeCluster({ places, keyspaces: orders }), victims: [] });
    expect(sentences(plan)[0]).toMatch(
      /: only 1 can be counted on before anything is stopped, since 10\.0\.0\.2:7000 is unknown, and 10\.0\.0\.3:7000 is unknown\.$/,
    );
  });

  it('says that there are too few nodes for a level', () => {
    const cluster = makeCluster({ places: three, keyspaces: { wide: networkTopology({ dc1: 7 }) } });
    expect(sentences(planStop({ cluster, victims: [] }))[0]).toMatch(/: there are only 3, even with every node up\.$/);
  });

  it('allows what an unknown node does not matter to', () => {
    const places = [...three, { datacenter: 'dc2', rack: 'r1', liveness: 'unknown' as const }];
    expect(planStop({ cluster: makeCluster({ places, keyspaces: orders }), victims: [idOf(1)] }).allowed).toBe(true);
  });

  it('speaks of a node and a keyspace that are not there, and names the nearest', () => {
    const cluster = makeCluster({ places: three, keyspaces: orders });
    expect(() => planStop({ cluster, victims: ['10.0.0.4:700'] })).toThrow('No node of the cluster is called 10.0.0.4:700');
    expect(() => planStop({ cluster, victims: [], levels: { order: 'ONE' } })).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND', remedy: 'Did you mean orders?' }),
    );
  });
});

describe('levels of planStop()', () => {
  const cluster = makeCluster({
    places: placesInRacks(3, 3),
    keyspaces: {
      orders: networkTopology({ dc1: 3 }),
      ringside: networkTopology({ dc1: 1 }),
      system_auth: { class: 'SimpleStrategy', replicationFactor: 1 },
      system_distributed: { class: 'SimpleStrategy', replicationFactor: 3 },
      system_traces: { class: 'SimpleStrategy', replicationFactor: 2 },
      system_schema: { class: 'LocalStrategy' },
    },
  });
  const levelsIn = (plan: StopPlan): readonly string[] =>
    plan.keyspaces.map(({ keyspace, level, levelSource }) => `${keyspace} ${level} ${levelSource}`);

  it('are LOCAL_QUORUM, what is told, and for keyspaces that only Cassandra writes those that it uses; operations can wait', () => {
    const plan = planStop({ cluster, victims: [idOf(1)], levels: { orders: 'QUORUM' } });
    expect(levelsIn(plan)).toEqual([
      'orders QUORUM told',
      'ringside ANY ringside',
      'system_auth LOCAL_QUORUM default',
      'system_distributed ONE cassandra',
      'system_traces ANY cassandra',
    ]);
    expect(refusedKeyspaces(plan)).toEqual(['system_auth']);
  });

  it('are those that are kept for keyspaces, unless others are told; a keyspace that is not there may have one', () => {
    const kept = { ...cluster, levels: { orders: 'ALL', system_auth: 'ONE', gone: 'ALL' } } as const;
    const plan = planStop({ cluster: kept, victims: [idOf(1)], levels: { system_auth: 'ANY' } });
    expect(levelsIn(plan).filter((line) => !line.startsWith('system_') || line.startsWith('system_auth'))).toEqual([
      'orders ALL kept',
      'ringside ANY ringside',
      'system_auth ANY told',
    ]);
    expect(refusedKeyspaces(plan)).toEqual(['orders']);
  });

  it('ask nothing of system_auth where clients do not log in', () => {
    const plan = planStop({ cluster: { ...cluster, usesAuthentication: false }, victims: [idOf(1)] });
    expect([levelsIn(plan)[2], plan.allowed]).toEqual(['system_auth ANY cassandra', true]);
  });
});
