import { keyspaceName, snapshotTag, tableName } from '@ringside/model';
import type { NodeControl } from '@ringside/node-control';
import { describe, expect, test } from 'vitest';
import { simulateCluster, type SimulatedCluster } from './simulate-cluster.ts';

const ORDERS = { orders: { replication: { class: 'NetworkTopologyStrategy', dc1: '3' }, tables: ['events'] } };
const NIGHTLY = { tag: snapshotTag('nightly'), keyspaces: [keyspaceName('orders')] };

/** Who considers whom down, by address. */
async function downBy(cluster: SimulatedCluster, name: string): Promise<readonly string[]> {
  return (await cluster.node(name).control.status()).unreachableNodes;
}

const codeOf = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'done',
    (error: unknown) => Reflect.get(Object(error), 'code') as unknown,
  );

describe('a node that dies', () => {
  test('is considered down by φ after 15 to 25 seconds and not before, and fails every call at once', async () => {
    const cluster = simulateCluster({ seed: 7 });
    cluster.node('node3').kill();
    await cluster.clock.advance(15_000);
    expect(await downBy(cluster, 'node1')).toEqual([]);
    expect((await cluster.node('node1').control.phi())['127.0.0.3:7000']).toBeGreaterThan(5);
    await cluster.clock.advance(10_000);
    expect([await downBy(cluster, 'node1'), await downBy(cluster, 'node2')]).toEqual([['127.0.0.3:7000'], ['127.0.0.3:7000']]);
    expect((await cluster.node('node1').control.phi())['127.0.0.3:7000']).toBeGreaterThan(8);
    expect((await cluster.node('node1').control.phi())['127.0.0.2:7000']).toBeLessThan(1);
    expect(await codeOf(cluster.node('node3').control.status())).toBe('NODE_CONTROL_UNAVAILABLE');
    expect(cluster.node('node3').servesClients).toBe(false);
  });

  test('comes back with another generation, in service after a step, with its snapshots and without its log levels', async () => {
    const cluster = simulateCluster({ keyspaces: ORDERS });
    const node = cluster.node('node3');
    await node.control.takeSnapshot(NIGHTLY);
    await node.control.setLoggingLevel('org.apache', 'TRACE');
    const generationOf = async (): Promise<string | undefined> =>
      (await cluster.node('node1').control.gossip())['/127.0.0.3:7000']?.['generation'];
    const before = await generationOf();
    node.kill();
    await cluster.clock.advance(40_000);
    node.start();
    await expect(node.control.status()).resolves.toMatchObject({ operationMode: 'STARTING', nativeTransportRunning: false, joined: false });
    await cluster.clock.advance(10_000);
    await expect(node.control.status()).resolves.toMatchObject({ operationMode: 'NORMAL', nativeTransportRunning: true });
    expect(await downBy(cluster, 'node1')).toEqual([]);
    expect(await downBy(cluster, 'node3')).toEqual([]);
    expect(Number(await generationOf())).toBeGreaterThan(Number(before));
    expect(await node.control.listSnapshots()).toHaveLength(1);
    expect(await node.control.loggingLevels()).toEqual({ ROOT: 'INFO' });
  });

  test('that is started again before anybody missed it is never considered down', async () => {
    const cluster = simulateCluster();
    cluster.node('node2').kill();
    await cluster.clock.advance(5_000);
    cluster.node('node2').start();
    await cluster.clock.advance(60_000);
    expect(cluster.history.filter(({ event }) => event === 'down')).toEqual([]);
  });
});

describe('a node that is frozen', () => {
  test('answers nothing and is considered down; when it goes on, it convicts nobody and is up again', async () => {
    const cluster = simulateCluster();
    const node = cluster.node('node2');
    node.pause();
    const asked = codeOf(node.control.status());
    await cluster.clock.advance(40_000);
    expect(await asked).toBe('NODE_CONTROL_UNAVAILABLE');
    expect(await downBy(cluster, 'node1')).toEqual(['127.0.0.2:7000']);
    node.resume();
    await cluster.clock.advance(10_000);
    expect([await downBy(cluster, 'node1'), await downBy(cluster, 'node2')]).toEqual([[], []]);
    expect(cluster.history.filter((entry) => entry.node === 'node2' && entry.event === 'down')).toEqual([]);
  });

  test('answers a call that waited, when it goes on in time', async () => {
    const cluster = simulateCluster();
    cluster.node('node1').pause();
    const asked = cluster.node('node1').control.status();
    await cluster.clock.advance(2_000);
    cluster.node('node1').resume();
    await cluster.clock.advance(200);
    await expect(asked).resolves.toMatchObject({ operationMode: 'NORMAL' });
  });
});

describe('a cut in the network', () => {
  test('between two of three nodes changes no verdict, in one direction or both: the third passes their news on', async () => {
    const cluster = simulateCluster();
    cluster.cut('node1', 'node2');
    await cluster.clock.advance(60_000);
    cluster.cut('node2', 'node1');
    await cluster.clock.advance(60_000);
    expect(cluster.history.filter(({ event }) => event === 'down')).toEqual([]);
  });

  test('that isolates a node makes both sides consider each other down, until it is healed', async () => {
    const cluster = simulateCluster();
    cluster.isolate(['node1']);
    await cluster.clock.advance(40_000);
    expect(await downBy(cluster, 'node1')).toEqual(['127.0.0.2:7000', '127.0.0.3:7000']);
    expect(await downBy(cluster, 'node2')).toEqual(['127.0.0.1:7000']);
    cluster.heal();
    await cluster.clock.advance(10_000);
    expect([await downBy(cluster, 'node1'), await downBy(cluster, 'node2')]).toEqual([[], []]);
  });

  test.each([
    ['node1', 'node9'],
    ['nod2', 'node1'],
  ])('is neither made nor mended from %s to %s: there is no such node', (from, to) => {
    const cluster = simulateCluster();
    const none = expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(/^There is no node (?:node9|nod2)$/) });
    expect(() => cluster.cut(from, to)).toThrow(none);
    expect(() => cluster.mend(from, to)).toThrow(none);
  });

  test('in one direction keeps a node down that came back, since it cannot answer an echo', async () => {
    const cluster = simulateCluster();
    cluster.node('node2').kill();
    await cluster.clock.advance(40_000);
    cluster.cut('node2', 'node1');
    cluster.node('node2').start();
    await cluster.clock.advance(20_000);
    expect([await downBy(cluster, 'node1'), await downBy(cluster, 'node3')]).toEqual([['127.0.0.2:7000'], []]);
    expect((await cluster.node('node1').control.phi())['127.0.0.2:7000']).toBeLessThan(1);
    cluster.mend('node2', 'node1');
    await cluster.clock.advance(10_000);
    expect(await downBy(cluster, 'node1')).toEqual([]);
  });
});

describe('the schema', () => {
  test('disagrees while a node is cut off, and agrees again after it hears the others', async () => {
    const cluster = simulateCluster({ keyspaces: ORDERS });
    cluster.isolate(['node3']);
    await cluster.clock.advance(40_000);
    cluster.createKeyspace('late', { replication: { class: 'SimpleStrategy', replication_factor: '1' }, tables: ['t'] });
    const names = async (name: string): Promise<readonly string[]> =>
      (await cluster.node(name).control.keyspaces()).map((each) => each.name);
    expect([(await names('node1')).includes('late'), (await names('node3')).includes('late')]).toEqual([true, false]);
    expect(await cluster.node('node1').control.schemaVersions()).toMatchObject({ UNREACHABLE: ['127.0.0.3'] });
    cluster.heal();
    await cluster.clock.advance(10_000);
    expect(await names('node3')).toContain('late');
    expect(Object.keys(await cluster.node('node1').control.schemaVersions())).toHaveLength(1);
    cluster.dropKeyspace('late');
    expect(await names('node3')).not.toContain('late');
  });

  test('disagrees among nodes that are all up, where one refuses changes', async () => {
    const cluster = simulateCluster();
    cluster.node('node2').refuseSchemaChanges();
    cluster.createKeyspace('late', { replication: { class: 'SimpleStrategy', replication_factor: '1' } });
    expect(Object.values(await cluster.node('node1').control.schemaVersions())).toEqual([['127.0.0.1', '127.0.0.3'], ['127.0.0.2']]);
    cluster.node('node2').refuseSchemaChanges(false);
    expect(Object.keys(await cluster.node('node1').control.schemaVersions())).toHaveLength(1);
  });
});

describe('a node that joins or leaves', () => {
  test('has pending ranges and streams meanwhile, and owns them afterwards', async () => {
    const cluster = simulateCluster({ keyspaces: { orders: { replication: { class: 'SimpleStrategy', replication_factor: '2' } } } });
    const { control } = cluster.node('node1');
    const orders = keyspaceName('orders');
    const fourth = cluster.addNode({ datacenter: 'dc1', rack: 'rack1' });
    await cluster.clock.advance(4_000);
    const pending = await control.pendingRanges(orders);
    expect(new Set(pending.flatMap(({ endpoints }) => endpoints))).toEqual(new Set(['127.0.0.4:7000']));
    expect((await control.ring()).map(({ state }) => state)).toEqual(['Normal', 'Normal', 'Normal', 'Joining']);
    await expect(fourth.control.streamStats()).resolves.toMatchObject([{ description: 'Bootstrap' }]);
    expect((await control.rangeToEndpoints(orders)).flatMap(({ endpoints }) => endpoints)).not.toContain('127.0.0.4:7000');
    await cluster.clock.advance(5_000);
    expect([await control.pendingRanges(orders), await fourth.control.streamStats()]).toEqual([[], []]);
    expect((await control.rangeToEndpoints(orders)).filter(({ endpoints }) => endpoints.includes('127.0.0.4:7000'))).toHaveLength(
      pending.length,
    );
    fourth.leave();
    await cluster.clock.advance(2_000);
    expect((await control.pendingRanges(orders)).length).toBeGreaterThan(0);
    expect((await control.ring()).at(-1)).toMatchObject({ state: 'Leaving', status: 'Up' });
    await cluster.clock.advance(5_000);
    expect(await control.ring()).toHaveLength(3);
    await expect(fourth.control.status()).resolves.toMatchObject({ operationMode: 'DECOMMISSIONED' });
  });

  test('takes tokens of its own, though another one joins at the same time', async () => {
    const cluster = simulateCluster();
    const joined = [cluster.addNode({ datacenter: 'dc1', rack: 'rack1' }), cluster.addNode({ datacenter: 'dc1', rack: 'rack1' })];
    await cluster.clock.advance(10_000);
    const tokens = await Promise.all(joined.map(async ({ control }) => (await control.status()).tokens));
    expect(new Set(tokens.flat()).size).toBe(2);
  });

  test('cannot leave twice', async () => {
    const cluster = simulateCluster();
    cluster.node('node1').leave();
    expect(() => cluster.node('node1').leave()).toThrow('not in service');
  });
});

describe('hints', () => {
  test('are kept for a replica that is down, and handed over once it is up', async () => {
    const cluster = simulateCluster({ keyspaces: ORDERS });
    cluster.node('node3').kill();
    await cluster.clock.advance(40_000);
    cluster.write({ keyspace: 'orders', table: 'events', rows: 10, through: 'node1' });
    expect(cluster.node('node1').hints).toEqual(new Map([['node3', 10]]));
    cluster.node('node3').start();
    await cluster.clock.advance(20_000);
    expect(cluster.node('node1').hints.size).toBe(0);
    await cluster.node('node3').control.flush();
    expect(cluster.node('node3').tableFiles('orders', 'events')).toHaveLength(1);
  });
});

describe('faults of calls', () => {
  test('fail without effect, or take effect and lose the answer', async () => {
    const cluster = simulateCluster({ keyspaces: ORDERS });
    const { control } = cluster.node('node1');
    cluster.node('node1').failNext('takeSnapshot');
    expect([await codeOf(control.takeSnapshot(NIGHTLY)), await control.listSnapshots()]).toEqual(['NODE_CONTROL_UNAVAILABLE', []]);
    cluster.node('node1').failNext('takeSnapshot', 'answerLost');
    const lost = codeOf(control.takeSnapshot(NIGHTLY));
    await cluster.clock.advance(20_000);
    expect(await lost).toBe('NODE_CONTROL_UNAVAILABLE');
    expect(await codeOf(control.takeSnapshot(NIGHTLY))).toBe('SNAPSHOT_EXISTS');
  });

  test('hang until the caller gives up, without effect', async () => {
    const cluster = simulateCluster();
    cluster.node('node1').failNext('drain', 'hangs');
    const asked = codeOf(cluster.node('node1').control.drain({ signal: AbortSignal.timeout(1) }));
    expect(await asked).not.toBe('done');
    await expect(cluster.node('node1').control.status()).resolves.toMatchObject({ operationMode: 'NORMAL' });
  });

  test('a slow node answers after its delay on the cluster’s clock', async () => {
    const cluster = simulateCluster();
    cluster.node('node1').slowDown(3_000);
    const atMs: number[] = [];
    const asked = cluster
      .node('node1')
      .control.status()
      .then(() => atMs.push(cluster.clock.nowMs()));
    const startedMs = cluster.clock.nowMs();
    await cluster.clock.advance(10_000);
    await asked;
    expect(atMs).toEqual([startedMs + 3_000]);
  });

  test('a full disk refuses snapshots and flushes of what is in memory, and takes them when there is room', async () => {
    const cluster = simulateCluster({ keyspaces: ORDERS });
    const { control } = cluster.node('node1');
    cluster.write({ keyspace: 'orders', table: 'events' });
    cluster.node('node1').fillDisk();
    expect([await codeOf(control.takeSnapshot(NIGHTLY)), await codeOf(control.flush())]).toEqual(['DISK_FULL', 'DISK_FULL']);
    cluster.node('node1').fillDisk(false);
    expect(await codeOf(control.takeSnapshot(NIGHTLY))).toBe('done');
  });

  test.each(['status', 'ring', 'phi', 'listSnapshots'] as const)('reach every role: %s', async (method) => {
    const cluster = simulateCluster();
    cluster.node('node1').failNext(method);
    const call = (): Promise<unknown> => (cluster.node('node1').control[method] as NodeControl['status'])();
    expect([await codeOf(call()), await codeOf(call())]).toEqual(['NODE_CONTROL_UNAVAILABLE', 'done']);
  });
});

describe('snapshots', () => {
  test('with a time to live are gone when it is over', async () => {
    const cluster = simulateCluster({ keyspaces: ORDERS });
    const { control } = cluster.node('node1');
    await control.takeSnapshot({ ...NIGHTLY, ttlMs: 60_000 });
    await cluster.clock.advance(59_000);
    expect(await control.listSnapshots()).toHaveLength(1);
    await cluster.clock.advance(1_000);
    expect(await control.listSnapshots()).toEqual([]);
  });
});

describe('a cluster of several datacenters', () => {
  test('places replicas in each, over its racks', async () => {
    const replication = { class: 'NetworkTopologyStrategy', east: '3', west: '2' };
    const cluster = simulateCluster({
      datacenters: { east: 6, west: { nodes: 4, racks: 2 } },
      numTokens: 4,
      keyspaces: { orders: { replication } },
    });
    const ranges = await cluster.node('node1').control.rangeToEndpoints(keyspaceName('orders'));
    const nodeAt = new Map(cluster.nodes.map((node) => [`${node.address}:${node.storagePort}`, node]));
    expect(ranges).toHaveLength(40);
    for (const { endpoints } of ranges) {
      const places = endpoints.map((each) => `${nodeAt.get(each)?.datacenter} ${nodeAt.get(each)?.rack}`);
      expect(new Set(places).size).toBe(5);
    }
  });

  test('needs a node', () => {
    expect(() => simulateCluster({ datacenters: { dc1: 0 } })).toThrow('1 to 10000 nodes');
  });
});

describe('a partition key', () => {
  const replication = { class: 'SimpleStrategy', replication_factor: '1' };
  const KEY = [{ name: 'tenant', type: 'text' }];
  const keyOf = async (cluster: SimulatedCluster, table: string): Promise<unknown> =>
    (await cluster.node('node1').cql.partitionKey(keyspaceName('k'), tableName(table)))?.columns;

  test('is the one that its keyspace was made with, also after the schema has changed, and one int otherwise', async () => {
    const cluster = simulateCluster({ keyspaces: { k: { replication, tables: ['events', 'rows'], partitionKeys: { events: KEY } } } });
    cluster.createKeyspace('other', { replication });
    expect(await keyOf(cluster, 'events')).toEqual(KEY);
    expect(await keyOf(cluster, 'rows')).toEqual([{ name: 'id', type: 'int' }]);
    expect(await keyOf(cluster, 'nosuch')).toBeUndefined();
    cluster.createKeyspace('k', { replication, tables: ['events'] });
    expect(await keyOf(cluster, 'events')).toEqual([{ name: 'id', type: 'int' }]);
  });
});
