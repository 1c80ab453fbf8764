import { describe, expect, it } from 'vitest';
import { observed } from '../testing/observed.ts';
import { healthOf, listOf } from './health.ts';

describe('healthOf()', () => {
  it('finds nothing wrong where all nodes are up and every range has its replicas', () => {
    expect(healthOf(observed({ keyspaces: { orders: 3 } }))).toEqual({
      tone: 'good',
      sentence: '3 of 3 nodes are up; requests at QUORUM succeed everywhere',
      problems: [],
      beyondSize: [],
    });
  });

  it('warns of a node that is not up while requests succeed, with the verdict and where to look', () => {
    const health = healthOf(
      observed({ nodes: [{}, {}, { state: 'dead', sentence: 'dead: its process ended' }], keyspaces: { orders: 3 } }),
    );
    expect(health.tone).toBe('warn');
    expect(health.sentence).toBe('2 of 3 nodes are up; requests at QUORUM succeed everywhere');
    expect(health.problems).toEqual([
      { tone: 'warn', sentence: '3 of 3 ranges of orders lack a replica, and still answer', keyspace: 'orders' },
      { tone: 'warn', sentence: '127.0.0.3 is dead: its process ended', node: '127.0.0.3:7000' },
    ]);
  });

  it('puts first what fails', () => {
    const health = healthOf(observed({ nodes: [{}, {}, { state: 'dead' }], keyspaces: { safe: 3, single: 1 } }));
    expect(health.tone).toBe('bad');
    expect(health.sentence).toBe('2 of 3 nodes are up; requests at QUORUM fail on part of single');
    expect(health.problems.map(({ tone, keyspace }) => [tone, keyspace])).toEqual([
      ['bad', 'single'],
      ['warn', 'safe'],
      ['warn', undefined],
    ]);
  });

  it('does not call a keyspace broken that asks for more replicas than there are nodes', () => {
    const health = healthOf(observed({ nodes: [{}], keyspaces: { system_auth: 1, system_distributed: 3, system_traces: 2 } }));
    expect(health).toMatchObject({ tone: 'good', problems: [], beyondSize: ['system_distributed', 'system_traces'] });
    expect(health.sentence).toBe('1 of 1 node is up; requests at QUORUM succeed everywhere');
  });

  it('says that requests fail at a level that the replicas cannot meet though all are up, as those of another datacenter', () => {
    const observation = observed({ keyspaces: { elsewhere: 1 } });
    const [keyspace] = observation.availability.keyspaces;
    if (keyspace === undefined) throw new Error('there is one');
    const ranges = keyspace.ranges.map((range) => Object.assign({}, range, { counted: 0, state: 'unavailable' as const }));
    const summary = { total: 3, available: 0, underReplicated: 0, unavailable: 3 };
    const keyspaces = [Object.assign({}, keyspace, { ranges, summary })];
    expect(healthOf({ ...observation, availability: { ...observation.availability, keyspaces } })).toMatchObject({
      tone: 'bad',
      beyondSize: [],
    });
  });

  it('tells of nodes that disagree on the schema, and of no node that is down', () => {
    const nodes = [{}, { schemaVersion: 'v2' }, { schemaVersion: 'v3', state: 'dead' as const }];
    expect(healthOf(observed({ nodes })).problems.map(({ sentence }) => sentence)).toContain(
      'The nodes that are up have 2 versions of the schema',
    );
    expect(healthOf(observed({ nodes: [{}, { schemaVersion: 'v3', state: 'dead' }] })).problems).toHaveLength(1);
  });
});

it('listOf() names a few', () => {
  expect([listOf([]), listOf(['a']), listOf(['a', 'b', 'c']), listOf(['a', 'b', 'c', 'd', 'e'])]).toEqual([
    '',
    'a',
    'a, b and c',
    'a, b, c and 2 more',
  ]);
});
