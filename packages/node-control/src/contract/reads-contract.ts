import { describe, expect, test } from 'vitest';
import type { NodeControlSubject } from './subject.ts';

/** What the reads must tell of a ring at rest. */
export function readsContract(subject: () => NodeControlSubject): void {
  describe('reads', () => {
    statusContract(subject);
    ringContract(subject);
    gossipContract(subject);
    keyspaceContract(subject);
    activityContract(subject);
  });
}

function statusContract(subject: () => NodeControlSubject): void {
  test('status() tells who the node is and that it is in service', async () => {
    const { control, address, storagePort, datacenter, rack, nodes } = subject();
    const status = await control.status();
    expect(status).toMatchObject({
      operationMode: 'NORMAL',
      joined: true,
      gossipActive: true,
      nativeTransportRunning: true,
      address,
      storagePort,
      datacenter,
      rack,
      partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
      unreachableNodes: [],
      joiningNodes: [],
      leavingNodes: [],
      movingNodes: [],
    });
    expect(status.liveNodes).toHaveLength(nodes);
    expect(status.liveNodes).toContain(`${address}:${storagePort}`);
    expect(status.releaseVersion).toMatch(/^\d+\.\d+/);
    expect(status.hostId).toMatch(/^[\da-f-]{36}$/);
    expect(status.schemaVersion).toMatch(/^[\da-f-]{36}$/);
    expect(status.tokens.every((token) => /^-?\d+$/.test(token))).toBe(true);
    expect(status.uptimeMs).toBeGreaterThan(0);
    expect(status.loadBytes).toBeGreaterThanOrEqual(0);
  });
}

function ringContract(subject: () => NodeControlSubject): void {
  test('ring() lists every node once, up and normal, the asked one with its own tokens', async () => {
    const { control, address, storagePort, nativePort, datacenter, rack, nodes } = subject();
    const [status, ring] = await Promise.all([control.status(), control.ring()]);
    expect(new Set(ring.map((endpoint) => endpoint.hostId)).size).toBe(nodes);
    expect(ring.map(({ status, state, replacing }) => ({ status, state, replacing }))).toEqual(
      Array.from({ length: nodes }, () => ({ status: 'Up', state: 'Normal', replacing: false })),
    );
    const self = ring.find((endpoint) => endpoint.address === address);
    const { hostId, releaseVersion, schemaVersion, tokens } = status;
    expect(self).toMatchObject({ port: storagePort, nativePort, datacenter, rack, hostId, releaseVersion, schemaVersion });
    expect(self?.tokens.toSorted()).toEqual(tokens.toSorted());
  });

  test('the ownership of a keyspace adds up to its replication factor', async () => {
    const { control, keyspace, replicationFactor, nodes } = subject();
    const [ring, ownership] = await Promise.all([control.ring({ keyspace }), control.effectiveOwnership(keyspace)]);
    expect(ring.every((endpoint) => endpoint.ownershipEffective)).toBe(true);
    expect(ring.reduce((sum, endpoint) => sum + (endpoint.ownership ?? Number.NaN), 0)).toBeCloseTo(replicationFactor, 3);
    expect(ownership).toHaveLength(nodes);
    expect(ownership.reduce((sum, { fraction }) => sum + fraction, 0)).toBeCloseTo(replicationFactor, 3);
  });

  test('a keyspace that does not exist is NOT_FOUND', async () => {
    const { control } = subject();
    const calls = [
      control.ring({ keyspace: 'no_such_keyspace' }),
      control.rangeToEndpoints('no_such_keyspace'),
      control.pendingRanges('no_such_keyspace'),
      control.effectiveOwnership('no_such_keyspace'),
      control.flush({ keyspace: 'no_such_keyspace' }),
    ];
    const codes = await Promise.all(
      calls.map(async (call) => call.then(String, (error: unknown) => Reflect.get(Object(error), 'code') as unknown)),
    );
    expect(codes).toEqual(calls.map(() => 'NOT_FOUND'));
  });
}

function gossipContract(subject: () => NodeControlSubject): void {
  test('schemaVersions() puts every node under one version', async () => {
    const { control, nodes } = subject();
    expect(Object.values(await control.schemaVersions()).map((endpoints) => endpoints.length)).toEqual([nodes]);
  });

  test('gossip() holds a state of every node, with the fields that Cassandra gossips', async () => {
    const { control, address, storagePort, datacenter, rack, nodes } = subject();
    const view = await control.gossip();
    expect(Object.keys(view)).toHaveLength(nodes);
    const header = Object.keys(view).find((candidate) => candidate.endsWith(`/${address}:${storagePort}`)) ?? '';
    expect(view[header]).toMatchObject({ DC: datacenter, RACK: rack });
    expect(view[header]?.['STATUS_WITH_PORT']).toMatch(/^NORMAL,/);
    expect(Number(view[header]?.['generation'])).toBeGreaterThan(0);
    expect(Number(view[header]?.['heartbeat'])).toBeGreaterThan(0);
  });

  test('phi() has a value of at least 0 for every peer and none for the node itself', async () => {
    const { control, address, storagePort, nodes } = subject();
    const phi = await control.phi();
    expect(Object.keys(phi)).toHaveLength(nodes - 1);
    expect(phi).not.toHaveProperty([`${address}:${storagePort}`]);
    expect(Object.values(phi).every((value) => value >= 0)).toBe(true);
  });
}

function keyspaceContract(subject: () => NodeControlSubject): void {
  test('keyspaces() tells the replication of a user keyspace and marks the system ones', async () => {
    const { control, keyspace, datacenter, replicationFactor } = subject();
    const keyspaces = await control.keyspaces();
    expect(keyspaces).toContainEqual({
      name: keyspace,
      system: false,
      replication: { class: 'NetworkTopologyStrategy', [datacenter]: String(replicationFactor) },
    });
    expect(keyspaces).toContainEqual({ name: 'system', system: true, replication: { class: 'LocalStrategy' } });
  });

  test('rangeToEndpoints() covers the ring once, with as many replicas of each range as the replication factor', async () => {
    const { control, keyspace, replicationFactor } = subject();
    const [ring, ranges] = await Promise.all([control.ring(), control.rangeToEndpoints(keyspace)]);
    expect(ranges.map(({ end }) => end).toSorted()).toEqual(ring.flatMap(({ tokens }) => tokens).toSorted());
    expect(ranges.map(({ start }) => start)).toEqual(ranges.map((_, index) => ranges.at(index - 1)?.end));
    expect(ranges.every(({ endpoints }) => new Set(endpoints).size === replicationFactor)).toBe(true);
  });

  test('a ring at rest has no pending ranges', async () => {
    const { control, keyspace } = subject();
    await expect(control.pendingRanges(keyspace)).resolves.toEqual([]);
  });
}

function activityContract(subject: () => NodeControlSubject): void {
  test('streamStats() and compactionStats() tell what runs: nothing streams in a ring at rest', async () => {
    const { control } = subject();
    await expect(control.streamStats()).resolves.toEqual([]);
    const stats = await control.compactionStats();
    expect(stats.completedTasks).toBeGreaterThan(0);
    const waiting = Object.values(stats.pendingByTable).flatMap((tables) => Object.values(tables));
    const counts = [stats.pendingTasks, stats.completedTasks, stats.compactedBytes, ...waiting];
    expect(counts.filter((count) => !Number.isSafeInteger(count) || count < 0)).toEqual([]);
    expect(stats.active.filter(({ completed, total }) => completed > total)).toEqual([]);
  });

  test('what compactionStats() counts since the start never falls', async () => {
    const { control } = subject();
    const [before, after] = [await control.compactionStats(), await control.compactionStats()];
    expect(after.completedTasks).toBeGreaterThanOrEqual(before.completedTasks);
    expect(after.compactedBytes).toBeGreaterThanOrEqual(before.compactedBytes);
  });

  test('dataDirectories() are absolute paths', async () => {
    const directories = await subject().control.dataDirectories();
    expect(directories.length).toBeGreaterThan(0);
    expect(directories.every((directory) => directory.startsWith('/'))).toBe(true);
  });
}
