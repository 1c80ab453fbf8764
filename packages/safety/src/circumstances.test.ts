import { describe, expect, it } from 'vitest';
import type { KnownCluster } from './known-cluster.ts';
import { planStop } from './plan-stop.ts';
import { type Facts, idOf, makeCluster, networkTopology, placesInRacks } from './testing/clusters.ts';

const clusterWith = (facts: Facts, rest: Partial<KnownCluster> = {}): KnownCluster => ({
  ...makeCluster({ places: placesInRacks(4, 4), keyspaces: { orders: networkTopology({ dc1: 3 }) }, facts }),
  ...rest,
});

/** What speaks against the stop of the second node, kinds and sentences. */
const against = (cluster: KnownCluster): readonly (readonly string[])[] =>
  planStop({ cluster, victims: [idOf(2)] }).refusals.map(({ kind, sentence }) => [kind, sentence]);

describe('circumstances that forbid a stop', () => {
  it('are none in a cluster at rest', () => {
    expect(against(clusterWith({}))).toEqual([]);
  });

  it.each([
    ['Joining', 'joining the ring'],
    ['Leaving', 'leaving the ring'],
    ['Moving', 'moving on the ring'],
  ] as const)('are that any node is %s', (state, doing) => {
    expect(against(clusterWith({ 4: { state } }))).toEqual([
      ['topologyChange', `${idOf(4)} is ${doing}: until it is done, writes need more replicas than reads.`],
    ]);
  });

  it('are ranges that are handed to others', () => {
    const pending = [{ start: '0', end: '10', endpoints: [idOf(4)] }];
    const keyspaces = clusterWith({}).keyspaces.map(({ name, strategy }) => ({ name, strategy, pending }));
    expect(against(clusterWith({}, { keyspaces }))).toEqual([
      ['pendingRanges', `Range (0, 10] of keyspace orders is being handed to ${idOf(4)}: until it is, writes to it need more replicas.`],
    ]);
  });

  it('are two versions of the schema among nodes that are up, not one that a dead node had', () => {
    expect(against(clusterWith({ 3: { schemaVersion: 'v2' } }))).toEqual([
      ['schemaDisagreement', `Nodes disagree on the schema: ${idOf(1)}, ${idOf(2)} and ${idOf(4)} have v1; ${idOf(3)} has v2.`],
    ]);
    expect(against(clusterWith({ 3: { schemaVersion: null } }))).toEqual([]);
    const far = clusterWith({ 4: { schemaVersion: 'v2', liveness: 'down' } });
    expect(against(far).map(([kind]) => kind)).not.toContain('schemaDisagreement');
  });

  it('are streams of a victim, not those of others', () => {
    const streams = ['Repair with 10.0.0.3:7000'];
    expect(against(clusterWith({ 2: { streams } }))).toEqual([['streams', `${idOf(2)} is streaming: Repair with 10.0.0.3:7000.`]]);
    expect(against(clusterWith({ 1: { streams } }))).toEqual([]);
  });

  it('are hints of a victim for a node that is up, not those for one that is down', () => {
    expect(against(clusterWith({ 2: { hintsFor: [idOf(3)] } }))).toEqual([
      ['hints', `${idOf(2)} still has hints for ${idOf(3)}, which lacks these writes until they are delivered.`],
    ]);
    const down = clusterWith({ 2: { hintsFor: [idOf(3)] }, 3: { liveness: 'down' } });
    expect(against(down).map(([kind]) => kind)).not.toContain('hints');
  });

  it('are too little room on the disk of a victim to start again', () => {
    expect(against(clusterWith({ 2: { freeBytes: 300 * 2 ** 20 } }))).toEqual([
      ['disk', `${idOf(2)} has 300 MiB left on a data disk, and may not start again with less than 1 GiB.`],
    ]);
    expect(against(clusterWith({ 1: { freeBytes: 0 }, 2: { freeBytes: 2 ** 30 } }))).toEqual([]);
  });

  it('are operations that need a victim or the whole cluster, not those of other nodes', () => {
    const operations = [
      { name: 'Repair 3f2c', nodes: [idOf(1), idOf(2)] },
      { name: 'Restart 9a01', nodes: [] },
      { name: 'Repair 77aa', nodes: [idOf(3)] },
    ];
    expect(against(clusterWith({}, { operations }))).toEqual([
      ['operation', 'Restart 9a01 is running and needs every node.'],
      ['operation', `Repair 3f2c is running and needs ${idOf(1)} and ${idOf(2)}.`],
    ]);
  });
});

describe('what is not known', () => {
  it('is said of the victims, and not taken for proved', () => {
    const nothing = { streams: undefined, hintsFor: undefined, freeBytes: undefined, schemaVersion: null };
    const { members, ...rest } = clusterWith({ 1: nothing, 2: nothing });
    const keyspaces = [
      ...rest.keyspaces,
      { name: 'system_cluster_metadata', strategy: { class: 'MetaStrategy', replicationFactor: 1 }, pending: [] } as const,
    ];
    const { allowed, notChecked } = planStop({ cluster: { ...rest, keyspaces, members, operations: undefined }, victims: [idOf(2)] });
    expect({ allowed, notChecked }).toEqual({
      allowed: true,
      notChecked: [
        `Not known: the schema version of ${idOf(2)}.`,
        `Not known: streams of ${idOf(2)}.`,
        `Not known: hints of ${idOf(2)}.`,
        `Not known: the free disk space of ${idOf(2)}.`,
        'Not known: operations that others run, such as a repair.',
        'Not judged: keyspace system_cluster_metadata, whose replicas are chosen by hand and not by the ring.',
      ],
    });
  });
});
