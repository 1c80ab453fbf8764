import { describe, expect, test } from 'vitest';
import { nextReplication, type Replication, replicationFrom, replicationOf, replicationText } from './replication.ts';

const TOPOLOGIES: readonly Readonly<Record<string, number>>[] = [
  { dc1: 1 },
  { dc1: 2 },
  { dc1: 3 },
  { dc1: 300 },
  { dc1: 1, dc2: 12 },
  { dc1: 2, dc2: 3, dc3: 1 },
];

function quorum(replication: Replication): number {
  return Math.floor(sum(replication) / 2) + 1;
}

function sum(replication: Replication): number {
  return Object.values(replication).reduce((total, count) => total + count, 0);
}

/** Every replication on the way. */
function stepsTo(wanted: Replication, from: Replication = {}): readonly Replication[] {
  const next = nextReplication(from, wanted);
  return next === undefined ? [from] : [from, ...stepsTo(wanted, next)];
}

describe('replicationOf()', () => {
  test.each<readonly [Readonly<Record<string, number>>, Replication]>([
    [{ dc1: 1 }, { dc1: 1 }],
    [
      { dc1: 2, dc2: 5 },
      { dc1: 2, dc2: 3 },
    ],
    [{ dc1: 3, dc2: 0 }, { dc1: 3 }],
    [{}, {}],
  ])('of %o is %o', (nodes, expected) => {
    expect(replicationOf(nodes)).toEqual(expected);
  });
});

describe('nextReplication()', () => {
  test.each(TOPOLOGIES)('gets from one replica to that of %o by steps whose quorums have a replica in common', (nodes) => {
    const steps = stepsTo(replicationOf(nodes), { dc1: 1 });
    expect(steps.at(-1)).toEqual(replicationOf(nodes));
    for (const [index, step] of steps.slice(1).entries()) {
      const before = steps[index] as Replication;
      expect(sum(step)).toBe(sum(before) + 1);
      expect(quorum(before) + quorum(step)).toBeGreaterThan(sum(step));
    }
  });

  test('from one replica to three at once, quorums need have none in common', () => {
    expect(quorum({ dc1: 1 }) + quorum({ dc1: 3 })).toBeLessThanOrEqual(3);
  });

  test('never takes a replica away, and none where a datacenter has gone', () => {
    expect(nextReplication({ dc1: 5, gone: 3 }, { dc1: 3 })).toBeUndefined();
    expect(nextReplication({ dc1: 5, gone: 3 }, { dc1: 3, dc2: 1 })).toEqual({ dc1: 5, gone: 3, dc2: 1 });
  });
});

describe('replicationFrom()', () => {
  test('reads what replicationText() writes, and what Cassandra tells of it', () => {
    expect(replicationText({ dc1: 3, "o'hare": 1 })).toBe("{'class': 'NetworkTopologyStrategy', 'dc1': '3', 'o''hare': '1'}");
    expect(replicationFrom({ class: 'org.apache.cassandra.locator.NetworkTopologyStrategy', dc1: '3', dc2: '1' })).toEqual({
      dc1: 3,
      dc2: 1,
    });
    expect(replicationFrom({ class: 'NetworkTopologyStrategy' })).toEqual({});
  });

  test.each([{}, { class: 'SimpleStrategy', replication_factor: '3' }, { class: 'NetworkTopologyStrategy', dc1: '3/1' }])(
    'leaves %o to whoever chose it',
    (replication) => {
      expect(replicationFrom(replication as Readonly<Record<string, string>>)).toBeUndefined();
    },
  );
});
